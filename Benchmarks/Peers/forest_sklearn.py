"""Times our random forest beside scikit-learn's on the same folds, and compares what both predict.

    /tmp/peers/bin/python Benchmarks/Peers/forest_sklearn.py [--data FILE.npz ...] [--rounds 5] [--threads 2]

Sets: FILE.npz with features X and labels y; the bundled Spambase and Breast Cancer Wisconsin, as `flipguard datasets`
exports them; and `letters`, made here in the shape of UCI's Letter Recognition: 20,000 x 16 whole numbers 0 to 15, 26
classes of three clusters each. The real letters are a file of UCI whose first column is the label:

    rows = numpy.genfromtxt("letter-recognition.data", delimiter=",", dtype=str)
    numpy.savez("letter.npz", X=rows[:, 1:].astype("f4"), y=rows[:, 0])

Both sides train 100 trees five times, on four fifths of the rows in a random order, and give class probabilities for the
others; features are float32, both have the defaults of scikit-learn: Gini impurity, sqrt(d) features a node, fully
grown. Each side runs in a process of its own, in turn, once in every round; training and predicting are timed,
reading is not. Every round has other seeds. The ratio is of the medians; behind it in brackets the smallest and the
largest ratio within a round.

Compared are accuracy and Brier score (mean over the rows of the squared distance between probabilities and the true
class; 0 is best). How far means over the rounds are apart is told in standard errors that come of the seeds. It is a
failure when accuracies are more than four apart and more than 0.002.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
from neighbor_data import FLIPGUARD, MIB, TIMINGS, machine
from neighbor_peer import peak_bytes

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--data", nargs="*", default=[], help="NPZ files of X and y")
PARSER.add_argument("--sets", nargs="*", help="some of the sets, by name")
PARSER.add_argument("--rounds", type=int, default=5)
PARSER.add_argument("--threads", type=int, default=2)
PARSER.add_argument("--trees", type=int, default=100)
PARSER.add_argument("--folds", type=int, default=5)
PARSER.add_argument("--first", type=int, help="hold out only the first folds")
PARSER.add_argument("--json", help="file for all figures")
PARSER.add_argument("--peer", help=argparse.SUPPRESS)
PARSER.add_argument("--seed", type=int, default=1, help=argparse.SUPPRESS)


def peer(arguments):
    """scikit-learn's side, in a process of its own: what PeerTimings prints."""
    from sklearn.ensemble import RandomForestClassifier

    with numpy.load(arguments.peer) as file:
        features, labels = file["X"], file["y"]
    fold_of_row = numpy.arange(len(labels)) % arguments.folds
    report = {"fitSeconds": 0, "predictSeconds": 0, "rows": 0, "right": 0, "squares": 0}
    for fold in range(arguments.first or arguments.folds):
        held = fold_of_row == fold
        learned, known, queries = features[~held], labels[~held], features[held]
        forest = RandomForestClassifier(
            arguments.trees, n_jobs=arguments.threads, random_state=arguments.seed + fold)
        start = time.perf_counter()
        forest.fit(learned, known)
        middle = time.perf_counter()
        probabilities = forest.predict_proba(queries)
        report["fitSeconds"] += middle - start
        report["predictSeconds"] += time.perf_counter() - middle
        truth = labels[held][:, None] == forest.classes_
        report["rows"] += len(queries)
        report["right"] += int(truth[numpy.arange(len(queries)), probabilities.argmax(1)].sum())
        report["squares"] += float(((probabilities - truth) ** 2).sum())
        report["nodes"] = sum(tree.tree_.node_count for tree in forest.estimators_)
    print(json.dumps(report | {"peakBytes": peak_bytes()}))


def letters():
    """The shape of UCI's Letter Recognition."""
    generator = numpy.random.default_rng(1)
    labels = generator.integers(0, 26, 20_000)
    centers = generator.normal(7.5, 3, (26, 3, 16))
    values = centers[labels, generator.integers(0, 3, 20_000)] + generator.normal(0, 2, (20_000, 16))
    return numpy.clip(numpy.rint(values), 0, 15), labels


def sets(arguments, folder):
    """Name and NPZ file, one set at a time, its rows in random order."""

    def save(name, features, labels):
        order = numpy.random.default_rng(1).permutation(len(labels))
        path = folder / f"{name}.npz"
        codes = numpy.unique(labels, return_inverse=True)[1]
        numpy.savez(path, X=features.astype("f4")[order], y=codes.astype("i4")[order])
        return name, path

    def wanted(name):
        return not arguments.sets or name in arguments.sets

    if wanted("letters"):
        yield save("letters", *letters())
    for name in filter(wanted, ("spambase", "breastcancer")):
        path = folder / "bundled.npz"
        subprocess.run([FLIPGUARD, "datasets", name, "--output", path], check=True, capture_output=True)
        with numpy.load(path) as file:
            yield save(name, file["X"], file["y"])
    for path in map(Path, arguments.data):
        if wanted(path.stem):
            with numpy.load(path) as file:
                yield save(path.stem, file["X"], file["y"])


def measure(name, path, arguments):
    common = ["--threads", arguments.threads, "--trees", arguments.trees, "--folds", arguments.folds]
    common += ["--first", arguments.first] if arguments.first else []
    commands = {
        "scikit-learn": [sys.executable, __file__, "--peer", path],
        "flipguard": [TIMINGS, "forest", path],
    }
    runs = {side: [] for side in commands}
    for turn in range(arguments.rounds):
        for side, command in commands.items():
            command = [*command, *common, "--seed", 1 + turn * arguments.folds]
            output = subprocess.run([*map(str, command)], check=True, capture_output=True).stdout
            runs[side].append(json.loads(output))
    return {"set": name, "shape": numpy.load(path)["X"].shape, "runs": runs}


def scores(runs, key, count="rows"):
    return [run[key] / run[count] for run in runs]


def distance(ours, theirs):
    """Difference of two means, and how many standard errors that is; `nan` for single values."""
    difference = statistics.mean(ours) - statistics.mean(theirs)
    if len(ours) < 2:
        return difference, float("nan")
    error = ((statistics.variance(ours) + statistics.variance(theirs)) / len(ours)) ** 0.5
    return difference, abs(difference) / error if error else float(difference != 0)


def table(result):
    """The line of a set, and whether accuracies are too far apart."""
    theirs, ours = result["runs"]["scikit-learn"], result["runs"]["flipguard"]
    seconds = [[run["fitSeconds"] + run["predictSeconds"] for run in side] for side in (theirs, ours)]
    median = [statistics.median(side) for side in seconds]
    ratios = [other / mine for other, mine in zip(*seconds)]
    accuracy, accuracy_errors = distance(scores(ours, "right"), scores(theirs, "right"))
    brier, brier_errors = distance(scores(ours, "squares"), scores(theirs, "squares"))
    predicting = [statistics.median(run["predictSeconds"] for run in side) for side in (theirs, ours)]
    peak = [max(run["peakBytes"] for run in side) / MIB for side in (theirs, ours)]
    line = (
        f"| {result['set']}, {' x '.join(f'{length:,}' for length in result['shape'])} "
        f"| {median[0]:.2f} ({predicting[0]:.2f}) | {median[1]:.3f} ({predicting[1]:.3f}) "
        f"| **{median[0] / median[1]:.1f}** ({min(ratios):.1f} to {max(ratios):.1f}) "
        f"| {statistics.mean(scores(theirs, 'right')):.4f} | {accuracy:+.4f} ({accuracy_errors:.1f}) "
        f"| {statistics.mean(scores(theirs, 'squares')):.4f} | {brier:+.4f} ({brier_errors:.1f}) "
        f"| {theirs[-1]['nodes']:,} | {ours[-1]['nodes']:,} | {peak[0]:.0f} | {peak[1]:.0f} |"
    )
    return line, abs(accuracy) > 0.002 and accuracy_errors > 4


def main():
    arguments = PARSER.parse_args()
    if arguments.peer:
        peer(arguments)
        return
    print(machine(arguments.threads), f"{arguments.trees} trees, {arguments.rounds} rounds\n", sep=", ")
    print(
        "| Set | scikit-learn s (predicting) | ours s (predicting) | scikit-learn / ours | accuracy | ours (s.e.) "
        "| Brier score | ours (s.e.) | nodes | ours | MiB | ours |"
    )
    print("|---|" + "---|" * 11, flush=True)
    results, apart = [], []
    with tempfile.TemporaryDirectory() as name:
        for set_name, path in sets(arguments, Path(name)):
            results.append(measure(set_name, path, arguments))
            line, is_apart = table(results[-1])
            print(line, flush=True)
            apart += [set_name] if is_apart else []
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(results, indent=2))
    if apart:
        raise SystemExit(f"accuracies differ: {', '.join(apart)}")


if __name__ == "__main__":
    main()
