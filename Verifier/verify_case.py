"""What the tests of the verifier share: running it, and spoiling files byte by byte."""
import argparse
import contextlib
import io
import os
import random
import tempfile
import unittest
from pathlib import Path

import entries
import policy
import verify
from made_logs import write

SEED = int(os.environ.get("VERIFY_SEED") or random.SystemRandom().randrange(2**32))
print(f"seed {SEED}", flush=True)


class VerifyCase(unittest.TestCase):
    def setUp(self):
        self.random = random.Random(SEED)
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = Path(temporary.name)

    def run_verify(self, *arguments):
        """Runs a command: "deep ..." is one of entries.py, and "policy ..." one of policy.py."""
        program, words = verify.main, [str(argument) for argument in arguments]
        if words and words[0].startswith("deep "):
            words[0] = words[0][5:]
            program = lambda words: verify.main(words, entries.COMMANDS)  # noqa: E731
        elif words and words[0].startswith("policy "):
            words[0] = words[0][7:]
            program = policy.main
        out, code = io.StringIO(), 0
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                program(words)
            except SystemExit as exit:
                code = exit.code
        return code, out.getvalue()

    def check(self, wanted, sentence, *arguments):
        code, said = self.run_verify(*arguments)
        self.assertEqual((code, sentence in said), (wanted, True), f"{arguments}: {code} {said}")
        if wanted < 2:
            self.assertRegex(said, r"\A(not )?verified: [^\n]+\n\Z")

    def check_bytes(self, wanted, sentence, command, data, *arguments):
        write(self.folder, "given", data)
        self.check(wanted, sentence, command, self.folder / "given", *arguments)

    def check_every_flip(self, paths, *arguments):
        """Changes each byte of each file to another, then the files' lengths: none may verify."""
        *words, command = arguments[0].split()
        command, counts = (entries if words else verify).COMMANDS[command]
        at = arguments.index("--key")
        given, keys = arguments[1:at], [verify.parse_key(key) for key in arguments[at + 1::2]]
        parser, count = argparse.ArgumentParser(), 0
        for path in paths:
            data = path.read_bytes()
            with open(path, "r+b", buffering=0) as file:
                for at in range(len(data)):
                    spoilt = bytes([data[at] ^ self.random.randrange(1, 256)])
                    os.pwrite(file.fileno(), spoilt, at)
                    where = f"{path} byte {at} as {spoilt}"
                    with contextlib.redirect_stderr(io.StringIO()) as said, \
                            self.assertRaises(SystemExit, msg=where) as exit:
                        verify.run(parser, command, counts, keys, given)
                    self.assertEqual((exit.exception.code, said.getvalue()[:14]),
                                     (1, "not verified: "))
                    os.pwrite(file.fileno(), data[at:at + 1], at)
                    count += 1
            for other in (data[:-1], data + b"x", data + data[-32:], b""):
                path.write_bytes(other)
                self.check(1, "not verified", *arguments)
            path.write_bytes(data)
        self.check(0, "verified", *arguments)
        return count
