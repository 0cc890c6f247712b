"""Times `flipguard scan` beside cleanlab's Datalab on the same file, and compares what they find.

    swift build -c release
    /tmp/peers/bin/python Benchmarks/Peers/scan_datalab.py [--rows 100000] [--columns 64] [--rounds 3] [--mnist MNIST]

Both sides read X.npy and y.npy and look for labels that are wrong, from the features alone: the program by its
detector `confident-learning` over the labels of each row's 10 nearest neighbors, in one command that also writes its
report; Datalab by its label check over its knn graph (scikit-learn's, 10 neighbors), whose class shares are its
probabilities, in a process of its own, with two threads for the libraries. Each side runs in turn in every round.
Wall time and peak memory are those of the whole processes, the libraries' start included, which --rows 1000 shows.

The data are a mixture of Gaussians, of which one label in twenty is wrong, or with --mnist the 60,000 images of MNIST
with one label in twenty replaced. Printed besides: how many labels each side flags, and the share of the wrong labels
among these (precision) and of these among the wrong labels (recall).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import neighbor_data as data
import numpy

THREADS = 2


def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--columns", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--mnist")
    parser.add_argument("--side", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    return parser.parse_args()


def make(arguments, folder):
    """Writes features and labels; which labels are wrong."""
    generator = numpy.random.default_rng(1)
    if arguments.mnist:
        features, truth = data.mnist(arguments.mnist)
    else:
        features = data.mixture(arguments.rows, arguments.columns, 100)
        truth = mixture_classes(arguments.rows, arguments.columns)
    truth = truth.astype(numpy.int64)
    labels = truth.copy()
    wrong = generator.random(len(labels)) < 0.05
    labels[wrong] = (labels[wrong] + generator.integers(1, 10, wrong.sum())) % 10
    numpy.save(folder / "X.npy", features)
    numpy.save(folder / "y.npy", labels)
    return wrong


def mixture_classes(rows, columns, components=100, seed=7):
    """The classes of the rows of data.mixture: its components by their last digit."""
    generator = numpy.random.default_rng(seed)
    generator.normal(0, 1, (components, columns))
    generator.uniform(0.5, 1.5, (components, columns))
    return generator.integers(0, components, rows) % 10


def flipguard(folder):
    """The command, which scales as Datalab does: not at all."""
    return [
        data.FLIPGUARD, "scan", folder / "X.npy", "--labels", folder / "y.npy", "--scaling", "none",
        "--detector", "confident-learning", "--scorer", "neighbors", "--threads", THREADS, "--quiet",
        "--output", folder / "scan",
    ]  # fmt: skip


def run_datalab(folder):
    """The other side, in this process; writes which labels are issues."""
    from cleanlab import Datalab

    features, labels = numpy.load(folder / "X.npy"), numpy.load(folder / "y.npy")
    lab = Datalab(data={"label": labels}, label_name="label", verbosity=0)
    lab.find_issues(features=features.astype(numpy.float32), issue_types={"label": {"k": 10}})
    numpy.save(folder / "datalab.npy", lab.get_issues("label")["is_label_issue"].to_numpy())


def measure(command):
    """Seconds and peak memory of a process, which must succeed."""
    environment = dict(os.environ)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "LOKY_MAX_CPU_COUNT"):
        environment[name] = str(THREADS)
    # A child of a child, so that the largest resident set is that of this command alone.
    code = (
        "import json, resource, subprocess, sys, time\n"
        "start = time.perf_counter()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "seconds = time.perf_counter() - start\n"
        "sys.stderr.buffer.write(done.stderr[-2000:] if done.returncode else b'')\n"
        "peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024\n"
        "print(json.dumps([done.returncode, seconds, peak]))\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *map(str, command)], env=environment, check=True,
        capture_output=True, text=True)  # fmt: skip
    status, seconds, peak = json.loads(result.stdout)
    if status:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{result.stderr}")
    return seconds, peak


def flags(folder, count):
    """Which labels the program's table takes for issues."""
    found = numpy.zeros(count, bool)
    with open(folder / "scan" / "issues.csv") as file:
        next(file)
        for line in file:
            row, _, is_issue, _ = line.split(",", 3)
            found[int(row)] = is_issue == "true"
    return found


def judge(name, flagged, wrong):
    right = int(flagged[wrong].sum())
    print(
        f"{name}: {int(flagged.sum()):,} issues, precision {right / max(1, flagged.sum()):.3f}, "
        f"recall {right / max(1, wrong.sum()):.3f}"
    )


def main():
    arguments = parse()
    if arguments.side:
        run_datalab(Path(arguments.folder))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wrong = make(arguments, folder)
        other = [sys.executable, __file__, "--side", "datalab", "--folder", folder]
        sides = {"flipguard": flipguard(folder), "datalab": other}
        runs = {side: [] for side in sides}
        for _ in range(arguments.rounds):
            for side, command in sides.items():
                runs[side].append(measure(command))
        shape = numpy.load(folder / "X.npy", mmap_mode="r").shape
        print(f"{shape[0]:,} x {shape[1]}, {data.machine(THREADS)}")
        median = {side: statistics.median(seconds for seconds, _ in found) for side, found in runs.items()}
        peak = {side: max(bytes for _, bytes in found) for side, found in runs.items()}
        for side, found in runs.items():
            listed = ", ".join(f"{seconds:.2f}" for seconds, _ in found)
            print(f"{side}: median {median[side]:.2f} s of {listed}; peak memory {peak[side] / data.MIB:.0f} MiB")
        ratios = [theirs / mine for (mine, _), (theirs, _) in zip(runs["flipguard"], runs["datalab"])]
        print(
            f"datalab / flipguard: {median['datalab'] / median['flipguard']:.1f} "
            f"({min(ratios):.1f} to {max(ratios):.1f}); memory {peak['datalab'] / peak['flipguard']:.1f}"
        )
        mine, theirs = flags(folder, shape[0]), numpy.load(folder / "datalab.npy")
        judge("flipguard", mine, wrong)
        judge("datalab", theirs, wrong)
        print(f"the same verdict on {(mine == theirs).mean():.4f} of the labels")


if __name__ == "__main__":
    main()
