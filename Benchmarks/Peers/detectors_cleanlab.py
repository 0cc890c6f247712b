"""Compares detectors that look at probabilities with cleanlab on the very same numbers, and times both.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r Benchmarks/Peers/requirements.txt
    swift build -c release --package-path Benchmarks
    /tmp/peers/bin/python Benchmarks/Peers/detectors_cleanlab.py [FOLDER ...]

Every FOLDER holds `pred_probs.npy` (n x K out-of-sample probabilities) and `given_labels.npy`; where it also holds
`true_labels.npy`, the average precision of every score is printed. Without folders the data are drawn: three sets of
probabilities, one of them with a class that no row carries, one of 60 classes. Both sides are
given float64. Compared are the three label quality scores, two of them also adjusted, and the issues of the five
prune rules and of the two rules of lowest scores. cleanlab sorts with numpy's default, which orders equal numbers as
the processor likes; for the comparison it is given the stable sort, which takes the first of equals, as ours does.

The entropy score is compared where the given label has a probability of 1e-6 or more, and so has the quotient;
below, cleanlab's floors turn scores around, see the card of the method.

At last 1,000,000 rows are timed, by probabilities on both sides, and by neighbors on ours alone, whose scores are
checked against numpy.
"""

import argparse
import contextlib
import json
import os
import subprocess
import tempfile
import time
import warnings
from pathlib import Path

os.environ.update(OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2")
warnings.filterwarnings("ignore")
import numpy
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_label_quality_scores
from sklearn.metrics import average_precision_score

TIMINGS = Path(__file__).resolve().parent.parent / ".build/release/PeerTimings"
DETECTORS = ["knn", "knn-weighted", "confident-learning", "self-confidence"]
DETECTORS += ["normalized-margin", "confidence-weighted-entropy"]
SCORES = {
    "self-confidence.plain": ("self_confidence", False),
    "self-confidence.adjusted": ("self_confidence", True),
    "normalized-margin.plain": ("normalized_margin", False),
    "normalized-margin.adjusted": ("normalized_margin", True),
    "confidence-weighted-entropy": ("confidence_weighted_entropy", False),
}
RULES = {
    "confident-learning.prune-by-noise-rate": "prune_by_noise_rate",
    "confident-learning.prune-by-class": "prune_by_class",
    "confident-learning.both": "both",
    "confident-learning.confident-learning": "confident_learning",
    "confident-learning.predicted-neq-given": "predicted_neq_given",
    "self-confidence.plain": "low_self_confidence",
    "normalized-margin.plain": "low_normalized_margin",
}


def draw(rows, classes, seed, missing=None):
    """Probabilities of a model that knows the class roughly, and labels of which a fifth is wrong."""
    generator = numpy.random.default_rng(seed)
    truth = generator.integers(0, classes, rows)
    logits = generator.normal(size=(rows, classes)) * 1.5
    logits[numpy.arange(rows), truth] += 4
    powers = numpy.exp(logits - logits.max(axis=1, keepdims=True))
    labels = numpy.where(
        generator.random(rows) < 0.2, generator.integers(0, classes, rows), truth)  # fmt: skip
    if missing is not None:
        labels[labels == missing] = (missing + 1) % classes
    return powers / powers.sum(axis=1, keepdims=True), labels, truth


def ours(folder, labels, probabilities, graph=None, repeat=1):
    labels.astype("<i4").tofile(folder / "labels.i32")
    numpy.ascontiguousarray(probabilities, "<f8").tofile(folder / "probabilities.f64")
    if graph is not None:
        graph[0].astype("<i4").tofile(folder / "neighbors.i32")
        graph[1].astype("<f4").tofile(folder / "distances.f32")
    command = [TIMINGS, "detect", folder, "--classes", str(probabilities.shape[1])]
    command += ["--threads", "2", "--repeat", str(repeat), "--only", *DETECTORS]
    output = subprocess.run(command, check=True, capture_output=True).stdout
    return json.loads(output)


def scores(folder, name):
    return numpy.fromfile(folder / f"{name}.f64", "<f8")


def flags(folder, name):
    return numpy.fromfile(folder / f"{name}.u8", "u1").astype(bool)


@contextlib.contextmanager
def stable_sorting():
    """Lets numpy.argsort keep the order of equal numbers."""
    plain = numpy.argsort
    numpy.argsort = lambda values, **options: plain(values, **{"kind": "stable", **options})
    try:
        yield
    finally:
        numpy.argsort = plain


def compare(name, probabilities, labels, truth, folder):
    report = ours(folder, labels, probabilities)
    print(
        f"{name}: {len(labels)} rows, {probabilities.shape[1]} classes, "
        f"estimated share of wrong labels {report['noiseRate']:.4f}"
        + ("" if truth is None else f", true share {(labels != truth).mean():.4f}")
    )
    wrong = 0
    for ours_name, (method, adjusted) in SCORES.items():
        expected = get_label_quality_scores(
            labels, probabilities, method=method, adjust_pred_probs=adjusted)  # fmt: skip
        found = scores(folder, ours_name)
        compared = numpy.ones(len(labels), bool)
        if method == "confidence_weighted_entropy":
            own = probabilities[numpy.arange(len(labels)), labels]
            logs = numpy.log(numpy.where(probabilities > 0, probabilities, 1))
            entropy = -(probabilities * logs).sum(axis=1) / numpy.log(probabilities.shape[1])
            compared = (own >= 1e-6) & (entropy >= 1e-6 * own)
        difference = numpy.abs(found - expected)[compared].max()
        wrong += difference > 1e-6
        precision = ""
        if truth is not None:
            values = [average_precision_score(labels != truth, -s) for s in (found, expected)]
            precision = f", average precision {values[0]:.4f}, cleanlab's {values[1]:.4f}"
        print(
            f"  {ours_name}: largest difference {difference:.1e} in {compared.sum()} rows{precision}"
        )
    for ours_name, rule in RULES.items():
        with stable_sorting():
            expected = find_label_issues(labels, probabilities, filter_by=rule, n_jobs=1)
        different = int((expected != flags(folder, ours_name)).sum())
        wrong += different > 0
        print(f"  {ours_name}: {expected.sum()} issues of {rule}, {different} different flags")
    return wrong


def times(folder, rows=1_000_000, classes=10, k=10):
    probabilities, labels, _ = draw(rows, classes, seed=9)
    generator = numpy.random.default_rng(1)
    neighbors = generator.integers(0, rows, (rows, k), dtype="i4")
    distances = numpy.sort(generator.random((rows, k), dtype="f4") + 0.1, axis=1)
    report = ours(folder, labels, probabilities, (neighbors, distances), repeat=3)
    print(f"{rows} rows, {classes} classes, {k} neighbors; 2 threads; medians of 3 runs")

    def measure(body):
        start = time.perf_counter()
        body()
        return time.perf_counter() - start

    for name, seconds in sorted(report["seconds"].items()):
        line = f"  {name}: {numpy.median(seconds):.3f} s"
        if name in SCORES:
            method, adjusted = SCORES[name]
            other = measure(lambda: get_label_quality_scores(
                labels, probabilities, method=method, adjust_pred_probs=adjusted))  # fmt: skip
            line += f"; cleanlab, scores alone: {other:.3f} s"
        if name in RULES:
            rule = RULES[name]
            other = measure(lambda: find_label_issues(
                labels, probabilities, filter_by=rule, n_jobs=1))  # fmt: skip
            line += f"; cleanlab, issues alone: {other:.3f} s"
        print(line)
    print(f"  peak memory of ours: {report['peakBytes'] / 2**20:.0f} MiB")

    agrees = labels[neighbors] == labels[:, None]
    width = numpy.median(distances[:, 0].astype(float))
    weights = numpy.exp(-(distances.astype(float) ** 2) / (2 * width**2))
    expected = {
        "knn": agrees.mean(axis=1),
        "knn-weighted": (weights * agrees).sum(axis=1) / weights.sum(axis=1),
    }
    wrong = 0
    for name, values in expected.items():
        difference = numpy.abs(scores(folder, name) - values).max()
        wrong += difference > 1e-9
        print(f"  {name}: largest difference to numpy {difference:.1e}")
    return wrong


def main():
    parser = argparse.ArgumentParser(description="Compare detectors with cleanlab.")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--no-times", action="store_true", help="compare alone")
    options = parser.parse_args()
    sets = {
        "drawn, 20,000 x 10": draw(20_000, 10, 1),
        "drawn, 5,000 x 4, a class without rows": draw(5_000, 4, 2, missing=3),
        "drawn, 12,000 x 60": draw(12_000, 60, 3),
    }
    if options.folders:
        sets = {}
        for path in options.folders:
            truth = path / "true_labels.npy"
            sets[path.name] = (
                numpy.load(path / "pred_probs.npy").astype(float),
                numpy.load(path / "given_labels.npy").astype(int),
                numpy.load(truth).astype(int) if truth.exists() else None,
            )
    wrong = 0
    for name, (probabilities, labels, truth) in sets.items():
        with tempfile.TemporaryDirectory() as folder:
            wrong += compare(name, probabilities, labels, truth, Path(folder))
    if not options.no_times:
        with tempfile.TemporaryDirectory() as folder:
            wrong += times(Path(folder))
    if wrong:
        raise SystemExit(f"{wrong} comparisons differ")


if __name__ == "__main__":
    main()
