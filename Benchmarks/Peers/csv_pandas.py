"""Times our CSV reader and pandas' C engine on one file, in turn, each time in a new process.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install pandas
    swift build -c release --package-path Benchmarks
    /tmp/peers/bin/python Benchmarks/Peers/csv_pandas.py [FILE]

The file, 1,000,000 rows of 32 normal numbers and a label, is made if it is absent. Both are run
once beforehand, so that both find it in the page cache. Time is that of the reading call; memory is
the process's largest resident set, the libraries it loads included.
"""

import json
import statistics
import subprocess
import sys
from pathlib import Path

ROWS, COLUMNS, RUNS = 1_000_000, 32, 5
BENCHMARKS = Path(__file__).resolve().parent.parent

PANDAS = """
import json, resource, sys, time
import pandas
start = time.perf_counter()
frame = pandas.read_csv(sys.argv[1], engine="c")
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
print(json.dumps({"seconds": [seconds], "rows": len(frame), "peakBytes": peak}))
"""


def make(path):
    import numpy

    generator = numpy.random.default_rng(1)
    with open(path, "w") as file:
        file.write(",".join(f"x{column}" for column in range(COLUMNS)) + ",label\n")
        for _ in range(ROWS // 10_000):
            values = generator.normal(size=(10_000, COLUMNS)).astype(numpy.float32)
            labels = generator.integers(0, 2, size=10_000)
            for row, label in zip(values, labels):
                file.write(",".join(map("%.6g".__mod__, row)) + f",{label}\n")


def run(command):
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    result = json.loads(output)
    assert result["rows"] == ROWS, result
    return result["seconds"][0], result["peakBytes"]


def main():
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "/tmp/flipguard-numbers.csv")
    if not path.exists():
        make(path)
    size = path.stat().st_size
    commands = {
        "pandas": [sys.executable, "-c", PANDAS, str(path)],
        "flipguard": [str(BENCHMARKS / ".build/release/PeerTimings"), "read", str(path)],
    }
    runs = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for _ in range(RUNS):
        for name, command in commands.items():
            runs[name].append(run(command))
    print(f"{path}: {size / 2**20:.0f} MiB, {ROWS} rows, {COLUMNS} features")
    median = {}
    for name, results in runs.items():
        seconds = [result[0] for result in results]
        median[name] = statistics.median(seconds)
        peak = max(result[1] for result in results)
        listed = ", ".join(f"{second:.3f}" for second in seconds)
        print(
            f"{name}: median {median[name]:.3f} s of {listed}; "
            f"peak memory {peak / 2**20:.0f} MiB, {peak / size:.2f} of the file"
        )
    print(f"pandas / flipguard: {median['pandas'] / median['flipguard']:.2f}")


if __name__ == "__main__":
    main()
