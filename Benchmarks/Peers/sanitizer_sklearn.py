"""Compares `flipguard sanitize` with the same vote over scikit-learn's distances, and times both.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r Benchmarks/Peers/requirements.txt
    swift build -c release && swift build -c release --package-path Benchmarks
    /tmp/peers/bin/python Benchmarks/Peers/sanitizer_sklearn.py

The data have many equal distances, so the order among ties matters, and every distance is exact, so that both
sides must agree in every row: small whole numbers; for cosine, entries -1, 0 and 1 of which 4 or 16 are not 0,
whose norms are 2 and 4. The reference orders neighbors by (distance, row) over float64 distances; a row takes
the most frequent label of its k nearest if its share reaches the threshold; among equally frequent labels its
own wins if it is one of them, else the lowest class; all rows are judged on the labels as they were.
"""

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2")
import numpy
from sklearn.metrics import pairwise_distances
from sklearn.neighbors import NearestNeighbors

BENCHMARKS = Path(__file__).resolve().parent.parent
FLIPGUARD = BENCHMARKS.parent / ".build/release/flipguard"
TIMINGS = BENCHMARKS / ".build/release/PeerTimings"
METRICS = {
    "euclidean": "euclidean",
    "squared-euclidean": "sqeuclidean",
    "manhattan": "cityblock",
    "chebyshev": "chebyshev",
    "cosine": "cosine",
    "hamming": "hamming",
}
ROWS, RUNS = 600, 5
SETTINGS = [(k, threshold) for k in (1, 2, 3, 4, 7, 10, 16) for threshold in (0.5, 0.6, 0.75, 1)]


def make(metric, seed):
    """Features with many ties, and labels of three to five classes that follow them loosely."""
    generator = numpy.random.default_rng(seed)
    if metric == "cosine":
        width = 24
        features = numpy.zeros((ROWS, width))
        for row in features:
            places = generator.choice(width, generator.choice([4, 16]), replace=False)
            row[places] = generator.choice([-1, 1], len(places))
    else:
        features = generator.integers(0, 4, (ROWS, 5)).astype(float)
    classes = 3 + seed % 3
    labels = (features @ generator.normal(size=features.shape[1]) * 1.5).astype(int) % classes
    wrong = generator.random(ROWS) < 0.3
    labels[wrong] = generator.integers(0, classes, wrong.sum())
    return features, labels


def reference(features, labels, metric, k, threshold):
    """The labels after one round of the vote; and how many rows have a tie at the k-th distance."""
    distances = pairwise_distances(features, metric=METRICS[metric])
    numpy.fill_diagonal(distances, numpy.inf)
    nearest = numpy.argsort(distances, axis=1, kind="stable")
    ordered = numpy.take_along_axis(distances, nearest, axis=1)
    ties = int((ordered[:, k - 1] == ordered[:, k]).sum())
    result = labels.copy()
    for row in range(len(labels)):
        votes = numpy.bincount(labels[nearest[row, :k]], minlength=labels.max() + 1)
        modes = numpy.flatnonzero(votes == votes.max())
        winner = labels[row] if labels[row] in modes else modes[0]
        if votes[winner] / k >= threshold:
            result[row] = winner
    return result, ties


def sanitize(path, metric, k, threshold, output):
    subprocess.run(
        [FLIPGUARD, "sanitize", path, "--metric", metric, "--k", str(k), "--threshold"]
        + [str(threshold), "--scaling", "none", "--output", output, "--quiet"],
        check=True, capture_output=True)  # fmt: skip
    return numpy.loadtxt(output, delimiter=",", skiprows=1)[:, -1].astype(int)


def compare(metric, folder):
    compared = changed = differences = tied = 0
    for seed in range(3):
        features, labels = make(metric, seed)
        path, output = folder / f"{metric}-{seed}.csv", folder / f"out-{metric}-{seed}.csv"
        header = ",".join(f"x{column}" for column in range(features.shape[1])) + ",label"
        table = numpy.column_stack([features, labels]).astype(int)
        numpy.savetxt(path, table, fmt="%d", delimiter=",", header=header, comments="")
        for k, threshold in SETTINGS:
            expected, ties = reference(features, labels, metric, k, threshold)
            found = sanitize(path, metric, k, threshold, output)
            compared += len(labels)
            changed += int((expected != labels).sum())
            differences += int((expected != found).sum())
            tied += ties
    print(
        f"{metric}: {compared} rows compared, {changed} relabelled, {tied} with a tie at the k-th "
        f"neighbor, {differences} differences"
    )
    return differences


def times(folder):
    """Both sides in turn, on the MNIST ones and sevens as `flipguard datasets` exports them."""
    path = folder / "mnist17.npz"
    subprocess.run(
        [FLIPGUARD, "datasets", "mnist17", "--output", path], check=True, capture_output=True)  # fmt: skip
    features = numpy.load(path)["X"]
    seconds = {"scikit-learn": [], "flipguard": []}
    for _ in range(RUNS):
        start = time.perf_counter()
        NearestNeighbors(n_neighbors=10, algorithm="brute", n_jobs=2).fit(features).kneighbors()
        seconds["scikit-learn"].append(time.perf_counter() - start)
        output = subprocess.run(
            [TIMINGS, "sanitize", "--threads", "2"], check=True, capture_output=True).stdout  # fmt: skip
        seconds["flipguard"].append(json.loads(output)["seconds"][0])
    median = {name: statistics.median(values) for name, values in seconds.items()}
    for name, values in seconds.items():
        listed = ", ".join(f"{value:.2f}" for value in values)
        print(f"{name}: median {median[name]:.2f} s of {listed}")
    print(f"scikit-learn / flipguard: {median['scikit-learn'] / median['flipguard']:.2f}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        differences = sum(compare(metric, folder) for metric in METRICS)
        times(folder)
    if differences:
        raise SystemExit(f"{differences} differences")


if __name__ == "__main__":
    main()
