"""Times our exact neighbors beside FAISS's IndexFlatL2, and checks that both find the same.

    /tmp/peers/bin/python Benchmarks/Peers/neighbors_faiss.py --mnist FOLDER [--json FILE] [--quick]

Sets: the MNIST ones and sevens (13,007 x 784) and the MNIST training set (60,000 x 784), both as bytes; the same
training set divided by 255, as float32 (its values are no longer bytes); a Gaussian mixture of 100 components that
overlap, 200,000 x 64, made here. FOLDER holds train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz.

Both sides search every row for its k nearest others, one process each, in turn in every round: FAISS once, ours
once with each instruction set that this processor has. FAISS is at its best: its OpenBLAS is told to take the
processor for the type that was fastest here on a part of the set (--core settles it), and it has run once before
it is timed. FAISS loads the NPY file with numpy.load, ours maps it, or reads it into bytes; loading is not timed.
Memory is the largest resident set of the process. The ratio is of the medians; behind it in brackets the smallest
and the largest ratio within a round.

Checked on rows drawn at random: ours against distances in float64 to all others; and FAISS's neighbors, measured
in float64, are nowhere nearer than ours, and farther by no more than its float32 rounding explains. In all rows,
our neighbors are the same with every instruction set.
"""

import argparse
import json
import statistics
import tempfile
from pathlib import Path

import neighbor_data as data
import numpy

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--mnist", help="folder of the MNIST files; without it the mixture alone")
PARSER.add_argument("--sets", nargs="*", help="some of the sets, by name")
PARSER.add_argument("--instructions", nargs="*", help="instead of all that the processor has")
PARSER.add_argument("--core", default="auto", help="OPENBLAS_CORETYPE for FAISS, or detected")
PARSER.add_argument("--k", type=int, default=10)
PARSER.add_argument("--threads", type=int, default=2)
PARSER.add_argument("--rounds", type=int, default=5)
PARSER.add_argument("--repeat", type=int, default=1, help="timed searches in each process")
PARSER.add_argument("--sample", type=int, default=300, help="rows that are checked")
PARSER.add_argument("--json", help="file for all figures")
PARSER.add_argument("--quick", action="store_true", help="a twentieth of the rows, one round")


def sets(arguments):
    """Name, features as float32, options of ours; one set at a time."""

    def wanted(name):
        return not arguments.sets or name in arguments.sets

    if arguments.mnist:
        images, digits = data.mnist(arguments.mnist)
        if wanted("mnist17-bytes"):
            yield "mnist17-bytes", images[(digits == 1) | (digits == 7)].astype("f4"), ["--bytes"]
        if wanted("mnist-bytes"):
            yield "mnist-bytes", images.astype("f4"), ["--bytes"]
        if wanted("mnist-float32"):
            yield "mnist-float32", images.astype("f4") / numpy.float32(255), []
        del images
    if wanted("mixture"):
        yield "mixture", data.mixture(200_000, 64, 100), []


def check(features, mine, theirs, arguments):
    """How many of the sampled rows are wrong in ours, and differ in FAISS's beyond rounding."""
    count = min(arguments.sample, len(features))
    rows = numpy.random.default_rng(1).choice(len(features), count, replace=False)
    k = arguments.k
    mine = numpy.fromfile(mine, numpy.int32).reshape(-1, k)[rows]
    theirs = data.others(numpy.fromfile(theirs, numpy.int64).reshape(-1, k + 1)[rows], rows)
    mine, theirs = (data.distances(features, rows, indices) for indices in (mine, theirs))
    truth = data.nearest(features, rows, k)
    return {
        "rows": count,
        "oursWrong": data.wrong_rows(mine, truth),
        "faissEqual": count - data.wrong_rows(theirs, mine),
        "faissBeyondRounding": data.beyond_rounding(features, rows, mine, theirs),
    }


def measure(name, features, options, arguments, folder):
    path, mine, theirs = folder / "features.npy", folder / "ours.i32", folder / "faiss.i64"
    again, unlike = folder / "again.i32", []
    numpy.save(path, features)
    common = ["--k", arguments.k, "--threads", arguments.threads, "--repeat", arguments.repeat]
    core, probes = arguments.core, {}
    if core == "auto":
        core, probes = data.fastest_core(path, arguments.threads)
    # The first runs bring the file into memory, tell what there is, and leave the neighbors to compare.
    exact = ["--recall", "exact", *options]
    first = data.ours(path, *common, *exact, "--export", mine)
    rounds = {"faiss": []}
    rounds |= {level: [] for level in arguments.instructions or first["available"]}
    for turn in range(arguments.rounds):
        export = [] if turn else ["--export", theirs]
        rounds["faiss"].append(data.peer("faiss", path, *common, *export, core=core))
        for level in list(rounds)[1:]:
            export = [] if turn else ["--export", again]
            run = data.ours(path, *common, *exact, "--instructions", level, *export)
            rounds[level].append(run)
            if not turn and mine.read_bytes() != again.read_bytes():
                unlike.append(level)
    checked = check(features, mine, theirs, arguments) | {"otherNeighborsWith": unlike}
    return {
        "set": name, "shape": features.shape, "core": core, "coreSeconds": probes,
        "seconds": {side: [s for run in runs for s in run["seconds"]] for side, runs in rounds.items()},
        "faissProcessorSeconds": [s for run in rounds["faiss"] for s in run["cpuSeconds"]],
        "peakBytes": {side: max(run["peakBytes"] for run in runs) for side, runs in rounds.items()},
        "plan": {level: runs[0]["plan"] for level, runs in rounds.items() if level != "faiss"},
        "checked": checked,
    }  # fmt: skip


def table(result):
    """The lines of a set."""
    seconds, peak = result["seconds"], result["peakBytes"]
    faiss = statistics.median(seconds["faiss"])
    shape = " x ".join(f"{length:,}" for length in result["shape"])
    for level in list(seconds)[1:]:
        own = statistics.median(seconds[level])
        ratios = [other / mine for other, mine in zip(seconds["faiss"], seconds[level])]
        yield (
            f"| {result['set']}, {shape} | {level} | {faiss:.3f} ({result['core']}) | {own:.3f} "
            f"| **{faiss / own:.1f}** ({min(ratios):.1f} to {max(ratios):.1f}) "
            f"| {peak['faiss'] / data.MIB:.0f} | {peak[level] / data.MIB:.0f} "
            f"| {peak['faiss'] / peak[level]:.1f} |"
        )


def main():
    arguments = PARSER.parse_args()
    if arguments.quick:
        arguments.rounds = 1
    print(data.machine(arguments.threads), f"k = {arguments.k}, {arguments.rounds} rounds\n", sep=", ")
    print("| Set | Instructions | FAISS s (core) | ours s | FAISS / ours | FAISS MiB | ours MiB | FAISS / ours |")
    print("|---|---|---|---|---|---|---|---|", flush=True)
    results = []
    with tempfile.TemporaryDirectory() as name:
        for set_name, features, options in sets(arguments):
            if arguments.quick:
                features = features[:: 20 if len(features) > 20_000 else 5]
            results.append(measure(set_name, features, options, arguments, Path(name)))
            print(*table(results[-1]), sep="\n", flush=True)
    print()
    for result in results:
        print(f"{result['set']}: {json.dumps(result['checked'])}; {json.dumps(result['plan'])}")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(results, indent=2))
    print(json.dumps(results))
    checks = [result["checked"] for result in results]
    wrong = sum(check["oursWrong"] + check["faissBeyondRounding"] for check in checks)
    if wrong or any(check["otherNeighborsWith"] for check in checks):
        raise SystemExit(f"{wrong} rows differ; {checks}")


if __name__ == "__main__":
    main()
