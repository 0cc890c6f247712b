"""Times one peer's search for nearest neighbors, in a process of its own; the scripts neighbors_*.py run it.

    python neighbor_peer.py PEER FILE.npy [--k 10] [--threads 2] [--repeat 1] [--queries N]
                            [--set NAME=NUMBER ...] [--export FILE]

PEER is faiss (IndexFlatL2, exact), hnswlib, usearch or pynndescent. The file is loaded as users load it, by
numpy.load. Time is that of building the index and searching it, after a run on the first 2,000 rows that
starts the threads and compiles what is compiled on first use. A row is among its own neighbors, so one more
than --k is sought; with --queries N, rows i n / N are sought (faiss alone), and k are. Prints one line of JSON:
seconds and cpuSeconds of each repetition, peakBytes of the process. --export writes the row numbers of the
neighbors as raw int64, as many in each row as were sought.
"""

import argparse
import json
import os
import resource
import time

PARSER = argparse.ArgumentParser()
PARSER.add_argument("peer")
PARSER.add_argument("file")
PARSER.add_argument("--k", type=int, default=10)
PARSER.add_argument("--threads", type=int, default=2)
PARSER.add_argument("--repeat", type=int, default=1)
PARSER.add_argument("--queries", type=int)
PARSER.add_argument("--set", nargs="*", default=[])
PARSER.add_argument("--export")


def faiss(rows, queries, count, threads, settings):
    import faiss as library

    library.omp_set_num_threads(threads)
    index = library.IndexFlatL2(rows.shape[1])
    index.add(rows)
    return index.search(queries, count)[1]


def hnswlib(rows, queries, count, threads, settings):
    import hnswlib as library

    index = library.Index("l2", rows.shape[1])
    index.init_index(
        len(rows), M=settings.get("M", 16), ef_construction=settings.get("ef_construction", 200)
    )
    index.set_num_threads(threads)
    index.add_items(rows, num_threads=threads)
    index.set_ef(max(count, settings.get("ef", 64)))
    return index.knn_query(queries, k=count, num_threads=threads)[0]


def usearch(rows, queries, count, threads, settings):
    import numpy
    from usearch.index import Index

    index = Index(ndim=rows.shape[1], metric="l2sq", dtype="f32", **settings)
    index.add(numpy.arange(len(rows)), rows, threads=threads)
    return index.search(queries, count, threads=threads).keys


def pynndescent(rows, queries, count, threads, settings):
    from pynndescent import NNDescent

    # A graph of more neighbors than are asked for is how it is made more exact.
    width = max(count, settings.pop("n_neighbors", 0))
    descent = NNDescent(rows, n_neighbors=width, n_jobs=threads, random_state=1, **settings)
    return descent.neighbor_graph[0][:, :count]


PEERS = {peer.__name__: peer for peer in (faiss, hnswlib, usearch, pynndescent)}


def processor_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def peak_bytes():
    """The largest resident set. On Linux getrusage would count the parent's, too, from before the program started."""
    try:
        with open("/proc/self/status") as status:
            line = next(line for line in status if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except FileNotFoundError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak * (1 if os.uname().sysname == "Darwin" else 1024)


def main():
    arguments = PARSER.parse_args()
    for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        os.environ[f"{name}_NUM_THREADS"] = str(arguments.threads)
    import numpy

    def number(text):
        return float(text) if "." in text else int(text)

    settings = {name: number(text) for name, text in (pair.split("=") for pair in arguments.set)}
    rows = numpy.ascontiguousarray(numpy.load(arguments.file), dtype=numpy.float32)
    count, queries = arguments.k + 1, rows
    if arguments.queries:
        assert arguments.peer == "faiss", "only faiss takes --queries"
        places = numpy.arange(arguments.queries) * len(rows) // arguments.queries
        count, queries = arguments.k, rows[places]

    search = PEERS[arguments.peer]
    few = rows[:2000]
    search(few, few, min(count, len(few)), arguments.threads, dict(settings))
    seconds, processor, found = [], [], None
    for _ in range(arguments.repeat):
        found = None
        start, used = time.perf_counter(), processor_seconds()
        found = search(rows, queries, count, arguments.threads, dict(settings))
        seconds.append(time.perf_counter() - start)
        processor.append(processor_seconds() - used)
    report = {"seconds": seconds, "cpuSeconds": processor, "peakBytes": peak_bytes()}
    print(json.dumps(report))
    if arguments.export:
        numpy.asarray(found).astype(numpy.int64).tofile(arguments.export)


if __name__ == "__main__":
    main()
