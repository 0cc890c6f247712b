"""What the reliability scripts share: programs, a fresh ledger, the disk's latency, the last line."""
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Where `swift build -c release` puts the programs, unless the variable names another folder.
PROGRAMS = Path(os.environ.get("FLIPGUARD_PROGRAMS") or ROOT / ".build" / "release")
ORIGIN = "example.com/labels"


class Failed(Exception):
    """A target that was missed; the message is one sentence that says how."""


def require(holds, sentence):
    if not holds:
        raise Failed(sentence)


def program(name):
    path = PROGRAMS / name
    require(path.exists(), f"{path} is missing: swift build -c release --product {name}")
    return str(path)


class Work:
    """A folder for one test with a ledger in it: `labels.ledger`, and the private folder `home`."""

    def __init__(self, folder=None):
        self.folder = Path(tempfile.mkdtemp(prefix="reliability-", dir=folder))
        self.ledger = self.folder / "labels.ledger"
        self.environment = dict(os.environ, FLIPGUARD_HOME=str(self.folder / "home"),
                                FLIPGUARD_LEDGER=str(self.ledger), FLIPGUARD_ACTOR="ann")

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None or not os.environ.get("FLIPGUARD_KEEP"):
            shutil.rmtree(self.folder, ignore_errors=True)
        else:
            print(f"kept: {self.folder}", file=sys.stderr)

    def make(self):
        self.run("init", self.ledger, "--origin", ORIGIN, "--actor", "ann", "--actor", "bob")

    def command(self, *words):
        return [program("flipguard-ledger"), *map(str, words)]

    def attempt(self, *words, prefix=(), environment=None, **options):
        """Runs the program, and returns its exit code and all that it said."""
        done = subprocess.run([*prefix, *self.command(*words)], env=environment or self.environment,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              stdin=subprocess.DEVNULL, cwd="/", **options)
        return done.returncode, done.stdout

    def run(self, *words, **options):
        code, said = self.attempt(*words, **options)
        require(code == 0, f"{' '.join(map(str, words))} exits with {code}: {said.strip()}")
        return said

    def hammer(self, *words):
        return [program("LedgerHammer"), *map(str, words)]


def fsync_latency(folder, count=200):
    """The median seconds that writing 4 KiB and waiting for the disk take in a folder."""
    path, times = Path(folder, "latency"), []
    with open(path, "wb", buffering=0) as file:
        for _ in range(count):
            start = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    path.unlink()
    return statistics.median(times)


def seeded(arguments):
    """A generator whose seed is the one given as --seed N, or a new one; it is printed."""
    seed = random.SystemRandom().randrange(2**32)
    if "--seed" in arguments:
        seed = int(arguments[arguments.index("--seed") + 1])
    print(f"seed {seed}", file=sys.stderr, flush=True)
    return random.Random(seed), seed


def number(arguments, name, short, full):
    """What an option says, else the number of the short or the full form."""
    if name in arguments:
        return int(arguments[arguments.index(name) + 1])
    return short if "--short" in arguments else full


def finish(test, folder=None):
    """Runs a test in a folder of its own and prints its figure beside the latency of the disk."""
    try:
        with Work(folder) as work:
            latency = fsync_latency(work.folder)
            figure = test(work)
        print(f"{Path(sys.argv[0]).name}: {figure}; fsync of 4 KiB: {latency * 1e6:.0f} us median;"
              f" load {os.getloadavg()[0]:.1f}", flush=True)
    except Failed as failure:
        sys.exit(f"{Path(sys.argv[0]).name}: FAILED: {failure}")
