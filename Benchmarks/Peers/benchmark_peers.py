"""Lets other tools judge the very labels that `flipguard benchmark --export` wrote, and puts their rows beside ours.

    swift build -c release
    .build/release/flipguard benchmark --export exported --output report
    python3 -m venv /tmp/judges && /tmp/judges/bin/pip install -r Benchmarks/Peers/requirements-benchmark.txt
    /tmp/judges/bin/python Benchmarks/Peers/benchmark_peers.py exported report

The peers, each with its defaults but where another setting is named:

    cleanlab            find_label_issues and self-confidence, from our out-of-sample probabilities
    cleanlab-datalab    Datalab's label issues, from the same probabilities
    imblearn-enn        EditedNearestNeighbours over all classes (kind_sel="mode"), from the features; gives no scores
    scikit-clean-kdn    k-disagreeing neighbors with k = 10, from the features

scikit-clean 0.1.2 needs a scikit-learn before 1.3, hence the pinned versions; where a peer cannot be imported, its
rows are missing and the output says why.

Written to the report's folder: `peers.csv`, rows as in `results.csv` (no victims), and `results-with-peers.csv`, ours
and theirs. Printed: mean average precision by method and attack, and the checks of ours against theirs where the
method is the same:

    self-confidence, normalized-margin: the scores of cleanlab
    confidence-weighted-entropy: the same, but for probabilities and entropies below 1e-6, which cleanlab raises
    confident-learning: the flags of cleanlab, but for rows of equal margins, and for classes whose counts of the
        confident joint are equal, which cleanlab rounds in the order of an unstable sort
    editing: the flags of imbalanced-learn with k = 10, but for tied votes, equal distances and equal rows
    knn: the scores of scikit-clean, but for equal distances
    all our detectors: average precision and AUROC of results.csv by scikit-learn from the exported scores
"""

import argparse
import contextlib
import csv
import io
import sys
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import numpy
from sklearn.metrics import average_precision_score, roc_auc_score

warnings.filterwarnings("ignore")


def importable():
    """The peers that there are, and why others are missing."""
    peers, missing = {}, {}
    try:
        from cleanlab.filter import find_label_issues
        from cleanlab.rank import get_label_quality_scores

        def filtered(cell):
            y, p = cell["y"], cell["probabilities"]
            return get_label_quality_scores(y, p), find_label_issues(y, p)

        peers["cleanlab"] = filtered
    except Exception as error:
        missing["cleanlab"] = error
    try:
        from cleanlab import Datalab

        # The class exists even where what it needs does not.
        Datalab({"y": [0, 1]}, label_name="y", verbosity=0)

        def datalab(cell):
            lab = Datalab({"y": cell["y"]}, label_name="y", verbosity=0)
            with contextlib.redirect_stdout(io.StringIO()):
                lab.find_issues(pred_probs=cell["probabilities"], issue_types={"label": {}})
            found = lab.get_issues("label")
            return found["label_score"].to_numpy(), found["is_label_issue"].to_numpy()

        peers["cleanlab-datalab"] = datalab
    except Exception as error:
        missing["cleanlab-datalab"] = error
    try:
        import imblearn.under_sampling  # noqa: F401

        peers["imblearn-enn"] = lambda cell: (None, edited(cell, 3))
    except Exception as error:
        missing["imblearn-enn"] = error
    try:
        from skclean.detectors import KDN

        def disagreeing(cell):
            return KDN(n_neighbors=10).detect(cell["X"], cell["y"]), None

        peers["scikit-clean-kdn"] = disagreeing
    except Exception as error:
        missing["scikit-clean-kdn"] = error
    return peers, missing


def edited(cell, k):
    """The rows that imbalanced-learn drops."""
    from imblearn.under_sampling import EditedNearestNeighbours

    rule = EditedNearestNeighbours(sampling_strategy="all", n_neighbors=k, kind_sel="mode")
    rule.fit_resample(cell["X"], cell["y"])
    flags = numpy.ones(len(cell["y"]), bool)
    flags[rule.sample_indices_] = False
    return flags


def ratio(part, whole):
    return part / whole if whole else None


def row(cell, method, scores, flags):
    """A row of `results.csv`, without victims; what cannot be measured is empty, never 0."""
    wrong = cell["y"] != cell["truth"]
    positives, n = int(wrong.sum()), len(wrong)
    values = {
        "dataset": str(cell["dataset"][0]), "attack": str(cell["attack"][0]),
        "poisoning_rate": repr(float(cell["rate_seed"][0])), "seed": int(cell["rate_seed"][1]),
        "method": method, "trusted": 0, "flips": positives,
    }  # fmt: skip
    if scores is not None and positives:
        values["average_precision"] = average_precision_score(wrong, -scores)
        values["auroc"] = roc_auc_score(wrong, -scores) if positives < n else None
        values["precision_at_flips"] = expected_hits(scores, wrong, positives) / positives
    if flags is None:
        return values
    hits, alarms = int((flags & wrong).sum()), int((flags & ~wrong).sum())
    values.update(flags=hits + alarms, accuracy=(hits + n - positives - alarms) / n)
    if positives:
        values["recall"] = hits / positives
        values["precision"] = ratio(hits, hits + alarms)
        values["f1"] = 2 * hits / (hits + alarms + positives)
        if positives < n:
            values["balanced_accuracy"] = (hits / positives + 1 - alarms / (n - positives)) / 2
    return values


def expected_hits(scores, wrong, budget):
    """Wrong labels among the lowest scores, in expectation over the order of equal ones."""
    hits = 0.0
    for score in numpy.unique(scores):
        group = scores == score
        taken = min(budget, group.sum())
        hits += wrong[group].sum() * taken / group.sum()
        budget -= taken
        if budget == 0:
            break
    return hits


def has_equal_distances(cell):
    """Rows for which the order of neighbors, or which row is itself, is open: ties up to single precision."""
    x = cell["X"].astype(float)
    distances = numpy.sqrt(numpy.maximum(0, ((x[:, None] - x[None]) ** 2).sum(axis=2)))
    numpy.fill_diagonal(distances, numpy.inf)
    nearest = numpy.sort(distances, axis=1)[:, :12]
    return (numpy.diff(nearest, axis=1) <= 1e-6 * nearest[:, :-1] + 1e-12).any(axis=1) | (
        nearest[:, 0] == 0
    )


def has_tied_vote(cell, k):
    """Rows whose given label gets as many votes of the k neighbors as any other: ours keeps it, theirs the lowest."""
    y, votes = cell["y"], cell["y"][cell["neighbors"][:, :k]]
    counts = (votes[:, :, None] == numpy.arange(y.max() + 1)).sum(axis=1)
    return (counts == counts.max(axis=1, keepdims=True)).sum(axis=1) > 1


def has_equal_counts(cell):
    """Rows of the classes for which the confident joint counts two other classes equally often, not 0 times."""
    from cleanlab.count import compute_confident_joint

    joint = compute_confident_joint(cell["y"], cell["probabilities"], calibrate=False)
    tied = [len(set(row[row > 0])) < (row > 0).sum() for row in joint]
    return numpy.array(tied)[cell["y"]]


def has_tied_margin(cell):
    """Rows with the same given label and the same margin as another row: which of them a rule takes is left open."""
    y, p = cell["y"], cell["probabilities"]
    own = p[numpy.arange(len(y)), y]
    others = p.copy()
    others[numpy.arange(len(y)), y] = -1
    keys = list(zip(y.tolist(), numpy.round(others.max(axis=1) - own, 9).tolist()))
    counts = Counter(keys)
    return numpy.array([counts[key] > 1 for key in keys])


def is_at_the_limit(cell):
    """Rows where cleanlab's entropy score is not the formula's: it raises what is below 1e-6."""
    y, p = cell["y"], cell["probabilities"]
    own = p[numpy.arange(len(y)), y]
    entropy = -(p * numpy.log(numpy.where(p > 0, p, 1))).sum(axis=1) / numpy.log(p.shape[1])
    return (own < 1e-6) | (entropy < 1e-6)


class Checks:
    """Ours against theirs, counted in rows."""

    def __init__(self):
        self.counts = defaultdict(Counter)

    def scores(self, name, ours, theirs, excused=None):
        self.add(name, numpy.abs(ours - theirs) > 1e-9, excused)

    def flags(self, name, ours, theirs, excused=None):
        self.add(name, ours != theirs, excused)

    def add(self, name, differs, excused):
        if excused is None:
            excused = numpy.zeros(len(differs), bool)
        self.counts[name]["rows"] += len(differs)
        self.counts[name]["excused"] += int((differs & excused).sum())
        self.counts[name]["differ"] += int((differs & ~excused).sum())

    def failures(self):
        for name, count in sorted(self.counts.items()):
            excused = f", {count['excused']} more where the rule leaves it open" if count["excused"] else ""
            print(f"{name}: {count['differ']} of {count['rows']} rows differ{excused}")
        return sum(count["differ"] for count in self.counts.values())


def check(cell, found, ours, checks):
    """Holds our exported scores and flags against those of the peers, and our figures against scikit-learn's."""
    scores = {key[6:]: cell[key] for key in cell.files if key.startswith("score/")}
    flags = {key[5:]: cell[key].astype(bool) for key in cell.files if key.startswith("flag/")}
    wrong = cell["y"] != cell["truth"]
    for method, values in scores.items():
        published = ours.get(method)
        if published is None or not wrong.any():
            continue
        figures = [average_precision_score(wrong, -values), roc_auc_score(wrong, -values)]
        listed = [float(published[key]) for key in ("average_precision", "auroc")]
        checks.scores("figures of results.csv", numpy.array(listed), numpy.array(figures))
    if "cleanlab" in found and "probabilities" in cell.files:
        from cleanlab.rank import get_label_quality_scores

        for ours_name, theirs in (
            ("self-confidence", "self_confidence"),
            ("normalized-margin", "normalized_margin"),
            ("confidence-weighted-entropy", "confidence_weighted_entropy"),
        ):
            if ours_name in scores:
                expected = get_label_quality_scores(
                    cell["y"], cell["probabilities"], method=theirs, adjust_pred_probs=False)  # fmt: skip
                excused = is_at_the_limit(cell) if "entropy" in ours_name else None
                checks.scores(ours_name, scores[ours_name], expected, excused)
        if "confident-learning" in flags:
            checks.flags(
                "confident-learning", flags["confident-learning"], found["cleanlab"][1],
                has_equal_counts(cell) | has_tied_margin(cell))  # fmt: skip
    if "imblearn-enn" in found and "editing" in flags:
        checks.flags(
            "editing", flags["editing"], edited(cell, 10),
            has_equal_distances(cell) | has_tied_vote(cell, 10))  # fmt: skip
    if "scikit-clean-kdn" in found and "knn" in scores:
        checks.scores("knn", scores["knn"], found["scikit-clean-kdn"][0], has_equal_distances(cell))


def table(rows):
    """Mean average precision by method and attack, over all trials that have one."""
    sums = defaultdict(list)
    attacks = []
    for line in rows:
        if line.get("average_precision") in (None, ""):
            continue
        name = line["method"] + (f" ({line['trusted']} trusted)" if int(line["trusted"]) else "")
        if line["attack"] not in attacks:
            attacks.append(line["attack"])
        sums[name, line["attack"]].append(float(line["average_precision"]))
        sums[name, "all"].append(float(line["average_precision"]))
    names = sorted({name for name, _ in sums}, key=lambda name: -numpy.mean(sums[name, "all"]))
    width = max(map(len, names), default=0)
    print(" " * width, *(f"{attack[:12]:>12}" for attack in attacks + ["all"]))
    for name in names:
        cells = [
            f"{numpy.mean(sums[name, attack]):12.3f}" if sums[name, attack] else f"{'-':>12}"
            for attack in attacks + ["all"]
        ]
        print(f"{name:<{width}}", *cells)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exported", type=Path, help="folder of flipguard benchmark --export")
    parser.add_argument("report", type=Path, help="folder of flipguard benchmark --output")
    arguments = parser.parse_args()
    with open(arguments.report / "results.csv", newline="") as file:
        reader = csv.DictReader(file)
        columns, ours = reader.fieldnames, list(reader)
    by_cell = defaultdict(dict)
    for line in ours:
        if line["trusted"] == "0":
            key = (line["dataset"], line["attack"], float(line["poisoning_rate"]), line["seed"])
            by_cell[key][line["method"]] = line
    peers, missing = importable()
    checks, rows, refused = Checks(), [], Counter()
    paths = sorted(arguments.exported.glob("*.npz"))
    for number, path in enumerate(paths):
        if sys.stderr.isatty():
            print(f"\r{number + 1} of {len(paths)} ", end="", file=sys.stderr)
        cell = numpy.load(path, allow_pickle=False)
        found = {}
        for name, judge in peers.items():
            if name.startswith("cleanlab") and "probabilities" not in cell.files:
                continue
            try:
                found[name] = judge(cell)
            except Exception as error:
                refused[name, str(error).splitlines()[0]] += 1
                continue
            rows.append(row(cell, name, *found[name]))
        rate, seed = cell["rate_seed"]
        key = (str(cell["dataset"][0]), str(cell["attack"][0]), float(rate), str(int(seed)))
        check(cell, found, by_cell[key], checks)
    for name, lines in (("peers.csv", rows), ("results-with-peers.csv", ours + rows)):
        with open(arguments.report / name, "w", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(
                {key: "" if value is None else value for key, value in line.items()}
                for line in lines)  # fmt: skip
    table(ours + rows)
    for name, error in missing.items():
        print(f"{name}: not measured, it cannot be imported ({error})")
    for (name, error), count in refused.items():
        print(f"{name}: gave up on {count} of {len(paths)} files ({error})")
    failures = checks.failures()
    if failures:
        raise SystemExit(f"{failures} rows differ")


if __name__ == "__main__":
    main()
