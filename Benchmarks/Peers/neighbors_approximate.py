"""Sets time against recall: ours, hnswlib, usearch and pynndescent, each with settings that reach several recalls.

    /tmp/peers/bin/python Benchmarks/Peers/neighbors_approximate.py --mnist FOLDER [--json FILE] [--quick]

Sets: the MNIST training set, 60,000 x 784, divided by 255, as float32 (its values are no longer bytes); Gaussian
mixtures whose components overlap, made here: 200,000 x 64 of 100 components, 1,000,000 x 128 of 1,000. FOLDER holds
train-images-idx3-ubyte.gz and train-labels-idx1-ubyte.gz. Every side finds the k nearest others of every row, in a
process of its own; time is that of building and searching, after a run on a few rows for the peers. Memory is the
largest resident set.

Recall is measured here for all sides alike: the share of the k nearest of 1,000 rows drawn at random that are
listed, one as near as the true k-th counting as found; true distances are those to all rows, in float64.

The second table holds every setting of a peer against the fastest of ours whose measured recall is no lower.
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
PARSER.add_argument("--mnist", help="folder of the MNIST files; without it the mixtures alone")
PARSER.add_argument("--sets", nargs="*", help="mnist, mixture, mixture-million; by default all")
PARSER.add_argument("--sides", nargs="*", help="some of flipguard, hnswlib, usearch, pynndescent")
PARSER.add_argument("--k", type=int, default=10)
PARSER.add_argument("--threads", type=int, default=2)
PARSER.add_argument("--rounds", type=int, default=3)
PARSER.add_argument("--sample", type=int, default=1000, help="rows that recall is measured on")
PARSER.add_argument("--time-limit", type=float, default=1800, help="seconds for one run")
PARSER.add_argument("--json", help="file for all figures")
PARSER.add_argument("--quick", action="store_true", help="a fiftieth of the rows, one round")

# From the least exact to the most exact. Names as in the peers; what is absent is at its default.
SETTINGS = {
    "flipguard": ["0.7", "0.8", "0.9", "0.95", "0.98", "0.99", "0.995", "0.999", "exact", "auto"],
    "hnswlib": [
        "M=8 ef_construction=40 ef=16",
        "M=12 ef_construction=80 ef=24",
        "M=16 ef_construction=100 ef=32",
        "M=16 ef_construction=200 ef=64",
        "M=24 ef_construction=200 ef=128",
        "M=32 ef_construction=400 ef=256",
    ],
    "usearch": [
        "connectivity=8 expansion_add=40 expansion_search=16",
        "connectivity=16 expansion_add=64 expansion_search=32",
        "connectivity=16 expansion_add=128 expansion_search=64",
        "connectivity=24 expansion_add=200 expansion_search=128",
        "connectivity=32 expansion_add=400 expansion_search=256",
    ],
    "pynndescent": [
        "n_neighbors=11",
        "n_neighbors=15",
        "n_neighbors=20",
        "n_neighbors=30",
        "n_neighbors=50",
        "n_neighbors=80",
    ],
}


def sets(arguments):
    """Name and features, one set at a time."""

    def wanted(name):
        return not arguments.sets or name in arguments.sets

    if arguments.mnist and wanted("mnist"):
        yield "mnist", data.mnist(arguments.mnist)[0].astype("f4") / numpy.float32(255)
    if wanted("mixture"):
        yield "mixture", data.mixture(200_000, 64, 100)
    if wanted("mixture-million"):
        yield "mixture-million", data.mixture(1_000_000, 128, 1000)


def search(side, setting, path, arguments, export):
    """Runs a side; its report, and the neighbors in the file `export`."""
    common = ["--k", arguments.k, "--threads", arguments.threads, "--export", export]
    limit = arguments.time_limit
    if side == "flipguard":
        return data.ours(path, *common, "--recall", setting, timeout=limit)
    return data.peer(side, path, *common, "--set", *setting.split(), timeout=limit)


def listed(side, export, rows, k):
    """The neighbors of some rows, the row itself aside."""
    if side == "flipguard":
        return numpy.fromfile(export, numpy.int32).reshape(-1, k)[rows]
    return data.others(numpy.fromfile(export, numpy.int64).reshape(-1, k + 1)[rows], rows)


def measure(name, features, arguments, folder):
    path, export = folder / "features.npy", folder / "neighbors"
    numpy.save(path, features)
    count = min(arguments.sample, len(features))
    rows = numpy.sort(numpy.random.default_rng(1).choice(len(features), count, replace=False))
    truth = data.nearest(features, rows, arguments.k)
    runs = {}
    # Every round runs everything once, so that a busy moment hits all sides.
    for _ in range(arguments.rounds):
        for side in arguments.sides or SETTINGS:
            for setting in SETTINGS[side]:
                run = runs.setdefault((side, setting), {"seconds": [], "recall": [], "peakBytes": 0})
                if run["seconds"] is None:
                    continue
                try:
                    report = search(side, setting, path, arguments, export)
                except subprocess.TimeoutExpired:
                    run["seconds"] = None
                    continue
                found = data.distances(features, rows, listed(side, export, rows, arguments.k))
                run["seconds"] += report["seconds"]
                run["recall"].append(data.recall(found, truth))
                run["peakBytes"] = max(run["peakBytes"], report["peakBytes"])
                run["plan"], run["estimate"] = report.get("plan"), report.get("recall")
    results = []
    for (side, setting), run in runs.items():
        if run["seconds"] is None:
            print(f"| {name} | {side} | {setting} | beyond the time limit | | |", flush=True)
            continue
        result = {"set": name, "shape": features.shape, "side": side, "setting": setting, **run}
        result["time"] = statistics.median(run["seconds"])
        result["recall"] = statistics.median(run["recall"])
        results.append(result)
        print(
            f"| {name} | {side} | {setting} | {result['time']:.3f} | {result['recall']:.4f} "
            f"| {result['peakBytes'] / data.MIB:.0f} |",
            flush=True,
        )
    return results


def beside(results):
    """The lines that hold peers against ours of no lower recall."""
    for result in results:
        if result["side"] == "flipguard":
            continue
        equals = [
            own for own in results
            if own["side"] == "flipguard" and own["set"] == result["set"]
            and own["recall"] >= result["recall"]
        ]  # fmt: skip
        if not equals:
            continue
        own = min(equals, key=lambda own: own["time"])
        yield (
            f"| {result['set']} | {result['side']} {result['setting']} | {result['recall']:.4f} "
            f"| {result['time']:.3f} | {own['setting']} | {own['recall']:.4f} | {own['time']:.3f} "
            f"| {result['time'] / own['time']:.2f} | {result['peakBytes'] / own['peakBytes']:.2f} |"
        )


def main():
    arguments = PARSER.parse_args()
    if arguments.quick:
        arguments.rounds = 1
    print(data.machine(arguments.threads), f"k = {arguments.k}, {arguments.rounds} rounds\n", sep=", ")
    print("| Set | Side | Setting | s | recall | MiB |\n|---|---|---|---|---|---|", flush=True)
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for name, features in sets(arguments):
            if arguments.quick:
                features = features[::50]
            results += measure(name, features, arguments, Path(folder))
    print("\n| Set | Peer | recall | s | ours asked for | recall | s | time: peer / ours | memory: peer / ours |")
    print("|---|---|---|---|---|---|---|---|---|")
    print(*beside(results), sep="\n")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(results, indent=2))
    for result in results:
        if result["side"] == "flipguard" and result["setting"] not in ("exact", "auto"):
            asked, reached = float(result["setting"]), result["recall"]
            if reached < asked - 0.01:
                print(f"{result['set']}: asked for {asked}, reached {reached:.4f}")


if __name__ == "__main__":
    main()
