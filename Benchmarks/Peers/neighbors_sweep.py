"""Times our exact neighbors beside FAISS's IndexFlatL2 over many shapes and kinds of data, and checks ours.

    /tmp/peers/bin/python Benchmarks/Peers/neighbors_sweep.py [--quick] [--time-limit 600] [--json FILE]

Rows from 1,000 to 1,000,000, columns from 1 to 4,096, k from 1 to 100. Where looking at all pairs would take FAISS
minutes, the neighbors of 2,000 rows, spread evenly, are sought instead; each then has itself among them. The kinds:

- gaussian: independent N(0, 1);
- duplicates: every row five times, in random order;
- grid: values -0.5, -0.25, 0, 0.25 or 0.5, so that very many distances are equal;
- constant: every other column holds one number in all rows, up to 1,000;
- outliers: Student's t with 1.5 degrees of freedom;
- denormals: every other column holds numbers around 1e-40;
- tiny: all numbers are around 1e-40, so that their squares are 0 in float32.

Each side runs in a process of its own, in turn; FAISS with the type of processor for its OpenBLAS that is fastest
on the shape (--core settles it). The ratio is FAISS's median time over ours. Both sides' neighbors of some rows are
measured in float64 and compared with the true distances: ours must be right in every row, and the table tells how
many rows of FAISS are not, by its float32 rounding.
"""

import argparse
import json
import statistics
import subprocess
import tempfile
from pathlib import Path

import neighbor_data as data
import numpy

PARSER = argparse.ArgumentParser()
PARSER.add_argument("--quick", action="store_true", help="shapes of 10,000 rows at most, one round")
PARSER.add_argument("--time-limit", type=float, default=600, help="seconds for one run of a side")
PARSER.add_argument("--kinds", nargs="*", help="some of the kinds")
PARSER.add_argument("--instructions", help="for ours; by default the best")
PARSER.add_argument("--core", default="auto", help="OPENBLAS_CORETYPE for FAISS, or detected")
PARSER.add_argument("--threads", type=int, default=2)
PARSER.add_argument("--rounds", type=int, default=3)
PARSER.add_argument("--sample", type=int, default=100, help="rows that are checked")
PARSER.add_argument("--json", help="file for all figures")

# Rows, columns, k.
SHAPES = [
    (1_000, 1, 10), (1_000, 8, 1), (1_000, 64, 10), (1_000, 64, 100), (1_000, 784, 10),
    (1_000, 4_096, 10), (3_000, 3, 5), (3_000, 300, 10), (3_000, 2_048, 50),
    (10_000, 1, 10), (10_000, 2, 10), (10_000, 4, 1), (10_000, 16, 10), (10_000, 64, 1),
    (10_000, 64, 10), (10_000, 64, 30), (10_000, 64, 100), (10_000, 100, 10), (10_000, 257, 10),
    (10_000, 784, 10), (10_000, 1_536, 10), (10_000, 4_096, 10),
    (30_000, 2, 10), (30_000, 32, 10), (30_000, 784, 100), (30_000, 2_048, 10),
    (60_000, 784, 10), (60_000, 784, 1), (70_000, 4_000, 10),
    (100_000, 2, 10), (100_000, 16, 10), (100_000, 64, 100), (100_000, 128, 10),
    (100_000, 512, 10), (100_000, 2_000, 10),
    (200_000, 3, 10), (200_000, 32, 10), (200_000, 64, 10), (200_000, 500, 10),
    (500_000, 8, 10), (500_000, 64, 10), (500_000, 400, 10),
    (1_000_000, 1, 10), (1_000_000, 16, 10), (1_000_000, 128, 10), (1_000_000, 128, 100),
]  # fmt: skip
# The kinds but the first are tried on these.
HARD_SHAPES = [
    (1_000, 64, 10), (3_000, 300, 10), (10_000, 4, 10), (10_000, 64, 10), (10_000, 64, 100),
    (30_000, 32, 10), (30_000, 784, 10), (100_000, 16, 10), (100_000, 128, 10),
]  # fmt: skip
KINDS = ["gaussian", "duplicates", "grid", "constant", "outliers", "denormals", "tiny"]
QUERIES = 2_000


def make(kind, rows, columns):
    generator = numpy.random.default_rng(rows + columns)
    normal = generator.standard_normal
    if kind == "duplicates":
        few = normal((-(-rows // 5), columns), dtype="f4")
        return few[generator.permutation(rows) % len(few)]
    if kind == "grid":
        return generator.integers(-2, 3, (rows, columns)).astype("f4") / 4
    if kind == "outliers":
        return generator.standard_t(1.5, (rows, columns)).astype("f4")
    result = normal((rows, columns), dtype="f4")
    if kind == "constant":
        result[:, ::2] = generator.uniform(-1000, 1000, -(-columns // 2))
    if kind == "denormals":
        result[:, 1::2] *= numpy.float32(1e-40)
    if kind == "tiny":
        result *= numpy.float32(1e-40)
    return result


def cases(arguments):
    """Kind, rows, columns, k, and whether only some rows are sought."""
    for kind in arguments.kinds or KINDS:
        for rows, columns, k in SHAPES if kind == "gaussian" else HARD_SHAPES:
            if not arguments.quick or rows <= 10_000:
                # What a pair costs beside its products is as much as some 64 columns.
                yield kind, rows, columns, k, rows * rows * max(columns, 64) > 2.1e13


def measure(case, arguments, folder):
    kind, rows, columns, k, is_sampled = case
    features = make(kind, rows, columns)
    path, mine, theirs = folder / "features.npy", folder / "ours.i32", folder / "faiss.i64"
    numpy.save(path, features)
    core = arguments.core
    if core == "auto":
        core = data.fastest_core(path, arguments.threads)[0]
    # Small shapes are over in a moment, so they are timed more often.
    repeat = max(1, min(20, int(2e10 / (rows * rows * max(columns, 64)))))
    common = ["--k", k, "--threads", arguments.threads, "--repeat", repeat]
    common += ["--queries", QUERIES] if is_sampled else []
    exact = ["--recall", "exact", "--export", mine]
    exact += ["--instructions", arguments.instructions] if arguments.instructions else []
    own, other, limit = [], [], arguments.time_limit
    for _ in range(arguments.rounds):
        own.append(data.ours(path, *common, *exact, timeout=limit))
        other.append(
            data.peer("faiss", path, *common, "--export", theirs, core=core, timeout=limit)
        )
    mine = numpy.fromfile(mine, numpy.int32).reshape(-1, k)
    theirs = numpy.fromfile(theirs, numpy.int64).reshape(-1, k if is_sampled else k + 1)
    places = data.spread(len(mine), min(arguments.sample, len(mine)))
    sought = data.spread(rows, QUERIES)[places] if is_sampled else places
    mine, theirs = mine[places], theirs[places]
    if not is_sampled:
        theirs = data.others(theirs, sought)
    truth = data.nearest(features, sought, k, with_itself=is_sampled)

    def seconds(runs):
        return statistics.median(second for run in runs for second in run["seconds"])

    result = {"kind": kind, "rows": rows, "columns": columns, "k": k, "sampled": is_sampled}
    result |= {"core": core, "faissSeconds": seconds(other), "oursSeconds": seconds(own)}
    result["ratio"] = result["faissSeconds"] / result["oursSeconds"]
    result["oursPeakBytes"] = max(run["peakBytes"] for run in own)
    result["faissPeakBytes"] = max(run["peakBytes"] for run in other)
    result["oursWrong"] = data.wrong_rows(data.distances(features, sought, mine), truth)
    result["faissWrong"] = data.wrong_rows(data.distances(features, sought, theirs), truth)
    result["checked"] = len(places)
    result["plan"] = own[0]["plan"]
    return result


def line(result):
    queries = f" ({QUERIES:,} rows)" if result["sampled"] else ""
    return (
        f"| {result['kind']} | {result['rows']:,} x {result['columns']:,}{queries} | {result['k']} "
        f"| {result['faissSeconds']:.4f} ({result['core']}) | {result['oursSeconds']:.4f} "
        f"| {result['ratio']:.2f} "
        f"| {result['faissPeakBytes'] / result['oursPeakBytes']:.2f} "
        f"| {result['oursWrong']}, {result['faissWrong']} of {result['checked']} |"
    )


def main():
    arguments = PARSER.parse_args()
    if arguments.quick:
        arguments.rounds = 1
    print(data.machine(arguments.threads), f"{arguments.rounds} rounds\n", sep=", ")
    print(
        "| Kind | Shape | k | FAISS s (core) | ours s | time: FAISS / ours | memory: FAISS / ours "
        "| wrong rows: ours, FAISS |"
    )
    print("|---|---|---|---|---|---|---|---|", flush=True)
    results = []
    for case in cases(arguments):
        with tempfile.TemporaryDirectory() as name:
            try:
                results.append(measure(case, arguments, Path(name)))
            except subprocess.TimeoutExpired as late:
                side = "ours" if "PeerTimings" in late.cmd[0] else "FAISS"
                kind, rows, columns, k, _ = case
                print(f"| {kind} | {rows:,} x {columns:,} | {k} | {side} beyond the time limit | | | | |", flush=True)
                continue
        print(line(results[-1]), flush=True)
    if not results:
        raise SystemExit("nothing was measured")
    results.sort(key=lambda result: result["ratio"])
    print(f"\nThe worst of {len(results)}:\n")
    print(*map(line, results[:5]), sep="\n")
    ratios = [result["ratio"] for result in results]
    print(f"\nratio: worst {ratios[0]:.2f}, geometric mean {statistics.geometric_mean(ratios):.2f}")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(results, indent=2))
    wrong = sum(result["oursWrong"] for result in results)
    if wrong:
        raise SystemExit(f"{wrong} rows of ours are wrong")


if __name__ == "__main__":
    main()
