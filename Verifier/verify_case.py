"""What the tests of the verifier share: running it, and spoiling files byte by byte."""
import contextlib
import io
import os
import random
import tempfile
import unittest
from pathlib import Path

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
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
            try:
                code = verify.main(verify.parse([str(argument) for argument in arguments]))
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
        options, count = verify.parse([str(argument) for argument in arguments]), 0
        for path in paths:
            data = path.read_bytes()
            with open(path, "r+b", buffering=0) as file, \
                    contextlib.redirect_stderr(io.StringIO()) as said:
                for at in range(len(data)):
                    spoilt = bytes([data[at] ^ self.random.randrange(1, 256)])
                    os.pwrite(file.fileno(), spoilt, at)
                    code = verify.main(options)
                    self.assertEqual(code, 1, f"{path} byte {at} as {spoilt}")
                    os.pwrite(file.fileno(), data[at:at + 1], at)
                    count += 1
                self.assertEqual(said.getvalue().count("not verified: "), len(data))
            for other in (data[:-1], data + b"x", data + data[-32:], b""):
                path.write_bytes(other)
                self.check(1, "not verified", *arguments)
            path.write_bytes(data)
        self.check(0, "verified", *arguments)
        return count
