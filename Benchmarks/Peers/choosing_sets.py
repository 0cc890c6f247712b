"""Writes the data sets on which the default detector was chosen, beside those that the program has itself.

    python Benchmarks/Peers/choosing_sets.py FOLDER [--mnist FOLDER]

needs numpy and scikit-learn. Each set is an NPZ file with X and y, all of 2,600 rows but digits (1,797) and the digit
pairs of MNIST (3,000, other pairs than 1 against 7; only with --mnist, the folder of the IDX files):

    digits                8 x 8 images of ten digits (scikit-learn)
    blobs0 ... mc8        scikit-learn's make_classification: several clusters a class, classes, features, balances
    six, spiral, quad, half, checker, lowr, eight, imb1, imb3     classes of several pieces, curved and straight borders,
                                                                  low rank, eight centers, rare classes
"""

import argparse
import gzip
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits, make_classification

ROWS = 2600


def idx(path):
    data = gzip.open(path).read()
    shape = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(shape)


def classified(seed, features, informative, classes, clusters, separation, redundant=2, weights=None, rows=ROWS):
    return make_classification(
        rows, features, n_informative=informative, n_redundant=min(redundant, features - informative),
        n_classes=classes, n_clusters_per_class=clusters, class_sep=separation, flip_y=0, weights=weights,
        random_state=seed)


def drawn():
    """Sets of other shapes, drawn from two generators as they were when the choice was made."""
    rng = np.random.default_rng(5)
    yield "pairs", rng
    centers = rng.normal(0, 4, (6, 5))
    piece = rng.integers(0, 6, ROWS)
    yield "six", (centers[piece] + rng.normal(0, 1, (ROWS, 5)), piece % 2)
    angle, arm = rng.uniform(0.5, 3 * np.pi, ROWS), rng.integers(0, 2, ROWS)
    turned = angle + arm * np.pi
    spiral = np.stack([angle * np.cos(turned), angle * np.sin(turned)], 1)
    yield "spiral", (spiral + rng.normal(0, 0.3, (ROWS, 2)), arm)
    cube = rng.uniform(-1, 1, (ROWS, 4))
    yield "quad", (cube, (cube**2).sum(1) > 1.33)
    ball = rng.normal(0, 1, (ROWS, 10))
    yield "half", (ball, ball[:, 0] + 0.5 * ball[:, 1] + 0.2 * rng.normal(0, 1, ROWS) > 0)

    rng = np.random.default_rng(77)
    rare = (rng.random(ROWS) < 0.12).astype(int)
    yield "imb1", (rng.normal(0, 1, (ROWS, 6)) + 2.2 * rare[:, None] * np.array([1, 1, 0, 0, 0, 0]), rare)
    label = rng.choice(3, ROWS, p=[0.7, 0.2, 0.1])
    centers = rng.normal(0, 2, (3, 8))
    yield "imb3", (centers[label] + rng.normal(0, 1, (ROWS, 8)), label)
    label = rng.integers(0, 8, ROWS)
    centers = rng.normal(0, 1.2, (8, 16))
    yield "eight", (centers[label] + rng.normal(0, 1, (ROWS, 16)), label)
    square = rng.uniform(0, 3, (ROWS, 2))
    yield "checker", (square, square.astype(int).sum(1) % 2)
    low = rng.normal(0, 1, (ROWS, 4)) @ rng.normal(0, 1, (4, 40))
    yield "lowr", (low + 0.3 * rng.normal(0, 1, low.shape), low[:, 0] + low[:, 1] > 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--mnist", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)

    def save(name, rows, labels):
        rows = rows if rows.dtype == np.uint8 else rows.astype("f4")
        np.savez(arguments.folder / f"{name}.npz", X=rows, y=np.asarray(labels).astype(int))

    digits = load_digits()
    save("digits", digits.data, digits.target)
    blobs = [(20, 8, 3, 2, 1.2), (30, 6, 2, 3, 1.5), (12, 6, 4, 1, 1.5)]
    for seed, shape in enumerate(blobs):
        save(f"blobs{seed}", *classified(seed, *shape))
    shapes = [
        (10, 4, 2, 1, 1.0), (40, 10, 2, 1, 1.3), (15, 5, 2, 2, 1.6), (25, 10, 5, 1, 1.8), (8, 3, 2, 1, 1.2),
        (60, 20, 3, 1, 1.5)]
    for place, shape in enumerate(shapes):
        save(f"mc{place}", *classified(10 + place, *shape, weights=[0.75] if place == 4 else None))
    save("imb2", *classified(41, 20, 6, 2, 1, 1.8, weights=[0.88]))
    save("mc8", *classified(42, 30, 12, 8, 1, 2.2, redundant=4))
    for name, found in drawn():
        if name != "pairs":
            save(name, *found)
        elif arguments.mnist:
            images = idx(arguments.mnist / "train-images-idx3-ubyte.gz").reshape(-1, 784)
            labels = idx(arguments.mnist / "train-labels-idx1-ubyte.gz")
            for pair in ([3, 8], [4, 9], [0, 6], [2, 3, 5, 6]):
                rows = found.permutation(np.where(np.isin(labels, pair))[0])[:3000]
                save("m" + "".join(map(str, pair)), images[rows], labels[rows])


if __name__ == "__main__":
    main()
