"""Times the greedy label-flip attack against the naive loop in numpy, on one problem.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install -r Benchmarks/Peers/requirements.txt
    swift build -c release --package-path Benchmarks
    /tmp/peers/bin/python Benchmarks/Peers/attack_numpy.py

The problem is 100 rows of the MNIST ones and sevens, 784 features, 100 validation rows, 20 flips. PeerTimings
writes it out together with the order of visits, so that both sides make the same decisions. The numpy loop is
the one that is usually written: weights and bias, at each visit one dot product and perhaps one update.
A whole attack takes 1,810 trainings; numpy makes 100 of them, all candidates of the first step, and its time
for the rest is extrapolated. Checked: the row that the first step flips, and that the objective after
the first, a middle and the last flip equals ours to 1e-9.
"""

import json
import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy

TIMINGS = Path(__file__).resolve().parent.parent / ".build/release/PeerTimings"
ROWS, FEATURES, BUDGET, RATE, RUNS = 100, 784, 20, 0.01, 10


def objective(problem, signs):
    """The mean hinge loss on the validation rows after training on these signs."""
    features = problem["features"]
    weights, bias = numpy.zeros(FEATURES), 0.0
    for row in problem["order"]:
        x, sign = features[row], signs[row]
        if sign * (weights.dot(x) + bias) < 1:
            weights += RATE * sign * x
            bias += RATE * sign
    scores = problem["validation"].dot(weights) + bias
    return numpy.maximum(0, 1 - problem["validation-signs"] * scores).mean()


def load(folder):
    def read(name, kind):
        return numpy.fromfile(folder / name, dtype=kind)

    return {
        "features": read("features.f32", "<f4").reshape(-1, FEATURES).astype(float),
        "signs": read("signs.f64", "<f8"),
        "validation": read("validation.f32", "<f4").reshape(-1, FEATURES).astype(float),
        "validation-signs": read("validation-signs.f64", "<f8"),
        "order": read("order.i32", "<i4").tolist(),
    }


def flipped(signs, rows):
    result = signs.copy()
    result[rows] *= -1
    return result


def ours(*options):
    command = [TIMINGS, "attack", "--rows", str(ROWS), "--features", str(FEATURES)]
    command += ["--budget", str(BUDGET), "--naive-steps", "0", *options]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main():
    with tempfile.TemporaryDirectory() as folder:
        attack = ours("--export", folder)
        problem = load(Path(folder))
    signs, flips, objectives = problem["signs"], attack["flips"], attack["objectives"]

    # Both sides in turn, so that a busy moment hits both: a tenth of numpy's trainings, then whole attacks.
    first, naive, times = [], [], {threads: [] for threads in attack["seconds"]}
    for rows in numpy.array_split(numpy.arange(ROWS), RUNS):
        start = time.perf_counter()
        first += [objective(problem, flipped(signs, [row])) for row in rows]
        naive.append((time.perf_counter() - start) / len(rows) * attack["trainings"])
        for threads, seconds in ours("--repeat", "3")["seconds"].items():
            times[threads].append(statistics.median(seconds))

    assert int(numpy.argmax(first)) == flips[0], (numpy.argmax(first), flips[0])
    print(f"the first flip is row {flips[0]} in both")
    for step in (1, BUDGET // 2, BUDGET):
        other = objective(problem, flipped(signs, flips[:step]))
        difference = abs(other - objectives[step - 1])
        assert difference < 1e-9, (step, other, objectives[step - 1])
        print(f"objective after {step} flips: {other:.12f}, difference to ours {difference:.1e}")
    median = statistics.median(naive)
    print(
        f"numpy: {median / attack['trainings'] * 1000:.1f} ms a training ({len(first)} timed); "
        f"{median:.1f} s for {attack['trainings']} (extrapolated)"
    )
    for threads, seconds in times.items():
        ratios = sorted(other / second for other, second in zip(naive, seconds))
        print(
            f"flipguard, {threads} thread(s): median {statistics.median(seconds):.4f} s; "
            f"numpy / flipguard: median {statistics.median(ratios):.0f} "
            f"({ratios[0]:.0f} to {ratios[-1]:.0f}) of {RUNS} rounds"
        )


if __name__ == "__main__":
    main()
