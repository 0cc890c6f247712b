"""What the scripts neighbors_*.py share: data, runs of both sides, and the judging of results."""

import gzip
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy

PEERS = Path(__file__).resolve().parent
BENCHMARKS = PEERS.parent
TIMINGS = BENCHMARKS / ".build/release/PeerTimings"
FLIPGUARD = BENCHMARKS.parent / ".build/release/flipguard"
MIB = 2**20


def mnist(folder):
    """The 60,000 training images of MNIST as rows of bytes, and their digits, from the gzip-compressed IDX files."""

    def read(name, header):
        with gzip.open(Path(folder) / name) as file:
            return numpy.frombuffer(file.read(), numpy.uint8, offset=header)

    images = read("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)
    return images, read("train-labels-idx1-ubyte.gz", 8)


def mixture(rows, columns, components, seed=7):
    """A Gaussian mixture, float32: means N(0, 1), each component with scales of its own, uniform in 0.5 to 1.5."""
    generator = numpy.random.default_rng(seed)
    means = generator.normal(0, 1, (components, columns))
    scales = generator.uniform(0.5, 1.5, (components, columns))
    members = generator.integers(0, components, rows)
    result = numpy.empty((rows, columns), numpy.float32)
    for first in range(0, rows, 20_000):
        part = members[first : first + 20_000]
        noise = generator.normal(size=(len(part), columns))
        result[first : first + len(part)] = means[part] + scales[part] * noise
    return result


def spread(rows, count):
    """The rows that `--queries COUNT` picks on both sides."""
    return numpy.arange(count) * rows // count


def ours(path, *options, timeout=None):
    """Runs PeerTimings neighbors; its report."""
    return run([TIMINGS, "neighbors", path, *options], timeout=timeout)


def peer(name, path, *options, core=None, timeout=None):
    """Runs a peer in a process of its own, with FAISS's OpenBLAS told to take the processor for `core`; its report."""
    environment = dict(os.environ)
    environment.pop("OPENBLAS_CORETYPE", None)
    if core and core != "detected":
        environment["OPENBLAS_CORETYPE"] = core
    command = [sys.executable, PEERS / "neighbor_peer.py", name, path, *options]
    return run(command, environment, timeout)


def run(command, environment=None, timeout=None):
    result = subprocess.run(
        [str(word) for word in command], env=environment, timeout=timeout, capture_output=True, text=True
    )  # fmt: skip
    if result.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\n{result.stderr[-2000:]}")
    return json.loads(result.stdout.splitlines()[-1])


def fastest_core(path, threads, names=("detected", "Haswell", "SkylakeX")):
    """The processor type with which FAISS's OpenBLAS is fastest here, on this file's first rows; seconds of each.

    The OpenBLAS in the faiss-cpu wheel does not know recent processors, and may take them for far older ones.
    """
    if platform.machine() not in ("x86_64", "AMD64"):
        return "detected", {}
    rows = numpy.load(path, mmap_mode="r")
    few = Path(path).with_suffix(".few.npy")
    numpy.save(few, rows[: min(20_000, max(4_000, 2_000_000 // rows.shape[1]))])
    seconds = {name: [] for name in names}
    for _ in range(2):
        for name in names:
            try:
                found = peer("faiss", few, "--threads", threads, "--repeat", 3, core=name)
            except RuntimeError:  # this OpenBLAS was built without it, or the processor cannot run it
                continue
            seconds[name] += found["seconds"]
    few.unlink()
    best = {name: min(times) for name, times in seconds.items() if times}
    return min(best, key=best.get), best


def others(indices, rows):
    """The neighbors without the row itself, one fewer in each row: the last goes where the row is not listed."""
    is_other = indices != numpy.asarray(rows)[:, None]
    whole = is_other.all(axis=1)
    is_other[whole, -1] = False
    return indices[is_other].reshape(len(indices), -1)


def distances(features, rows, indices):
    """Euclidean distances in float64 of rows to neighbors, ascending; infinite where an index repeats or is none."""
    ordered = numpy.sort(indices, axis=1)
    bad = (ordered < 0) | (ordered >= len(features))
    bad[:, 1:] |= ordered[:, 1:] == ordered[:, :-1]
    result = numpy.empty(ordered.shape)
    for place, row in enumerate(rows):
        near = features[numpy.where(bad[place], 0, ordered[place])].astype(float)
        result[place] = numpy.sqrt(((near - features[row].astype(float)) ** 2).sum(axis=1))
    result[bad] = numpy.inf
    return numpy.sort(result, axis=1)


def nearest(features, rows, k, with_itself=False):
    """Euclidean distances in float64 of rows to their k nearest, ascending.

    A product of float64 matrices finds a few more than k, in float64 they are measured again; so what cancels in
    the product does not matter.
    """
    rows = numpy.asarray(rows)
    width = min(k + 20, len(features) - (not with_itself))
    center = features[rows].astype(float).mean(axis=0)
    queries = features[rows].astype(float) - center
    best = numpy.full((len(rows), 0), numpy.inf)
    places = numpy.full((len(rows), 0), -1)
    step = max(1000, 8_000_000 // max(features.shape[1], len(rows)))
    for first in range(0, len(features), step):
        part = features[first : first + step].astype(float) - center
        squares = (part**2).sum(axis=1) - 2 * queries @ part.T
        columns = numpy.arange(first, first + len(part))
        if not with_itself:
            squares[rows[:, None] == columns] = numpy.inf
        best = numpy.hstack([best, squares])
        places = numpy.hstack([places, numpy.broadcast_to(columns, squares.shape)])
        if best.shape[1] > width:
            chosen = numpy.argpartition(best, width - 1, axis=1)[:, :width]
            best = numpy.take_along_axis(best, chosen, axis=1)
            places = numpy.take_along_axis(places, chosen, axis=1)
    return distances(features, rows, places)[:, :k]


def recall(found, truth):
    """Share of the true neighbors that were found; one as near as the true k-th counts as found."""
    limit = truth[:, -1:] * (1 + 1e-7)
    return float((found <= limit).sum(axis=1).clip(max=truth.shape[1]).mean() / truth.shape[1])


def wrong_rows(found, truth):
    """In how many rows the distances are not the true ones, in float64."""
    return int((~numpy.isclose(found, truth, rtol=1e-9, atol=0)).any(axis=1).sum())


def beyond_rounding(features, rows, mine, theirs):
    """In how many rows two lists of distances differ by more than a float32 search may be wrong.

    Such a search takes |x|^2 + |y|^2 - 2 x.y in float32: its squared distance is off by some units in the last
    place of the squared norms, here taken as 16. Mine are exact, so theirs may be farther by that, and never nearer.
    """
    norms = (features[rows].astype(float) ** 2).sum(axis=1)[:, None]
    slack = 16 * 2.0**-23 * (2 * norms + 2 * theirs * numpy.sqrt(norms) + theirs**2)
    is_nearer = theirs < mine * (1 - 1e-9)
    is_farther = theirs**2 > mine**2 * (1 + 1e-9) + 2 * slack
    return int((is_nearer | is_farther).any(axis=1).sum())


def machine(threads):
    """A line that says what was measured on."""
    return f"{platform.machine()}, {os.cpu_count()} processors, {threads} threads, {time.strftime('%Y-%m-%d')}"
