#!/usr/bin/env python3
"""Tests of verify.py on logs that are made for them; runs those of the other test files too.

    python3 Verifier/test_verify.py

VERIFY_SEED sets the seed of the spoilt bytes; it is printed.
"""
import base64
import json
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import entries  # noqa: E402
import verify  # noqa: E402
from made_logs import (ORIGIN, Ledger, Signer, b64, checkpoint, proof_file, write,  # noqa: E402
                       write_log, write_snapshot)
from verify_case import VerifyCase  # noqa: E402

SHARED = HERE.parents[1] / "shared" / "vectors"  # Files of other projects, where they are at hand.


class VerifyTests(VerifyCase):
    def test_inclusion_proofs(self):
        log = Signer(ORIGIN)
        for size in (1, 2, 3, 7, 8, 13):
            data = [f"entry {i}".encode() for i in range(size)]
            note = checkpoint(data, log)
            for index in range(size):
                good = proof_file(data, index, note)
                self.check_bytes(0, f"{index} of {size}", "inclusion", good, "--key", log.vkey)
                lines = good.split(b"\n")
                for bad in (proof_file(data, index, checkpoint(data[:-1], log)),
                            good.replace(b"index %d" % index, b"index %d" % (index ^ 1)),
                            good.replace(b"index ", b"index 0"),
                            b"\n".join(lines[:3] + [b64(bytes(32)).encode()] + lines[3:])):
                    self.check_bytes(1, "not verified", "inclusion", bad, "--key", log.vkey)
        bare = proof_file(data, 5, note, extra=False)
        self.check_bytes(1, "does not carry", "inclusion", bare, "--key", log.vkey)
        write(self.folder, "entry", data[5])
        self.check_bytes(0, "5 of 13", "inclusion", bare, self.folder / "entry", "--key", log.vkey)
        write(self.folder, "entry", data[6])
        self.check_bytes(1, "root", "inclusion", bare, self.folder / "entry", "--key", log.vkey)
        write(self.folder, "given", proof_file(data, 5, note))
        self.check_every_flip([self.folder / "given"], "inclusion", self.folder / "given",
                              "--key", log.vkey)

    @unittest.skipUnless(SHARED.exists(), "no files of other projects at hand")
    def test_files_of_other_projects(self):
        probes = [json.loads(path.read_text())
                  for path in sorted((SHARED / "merkle" / "inclusion").rglob("*.json"))]
        self.assertEqual(len(probes), 98)
        for probe in probes:
            root, leaf, *proof = (base64.b64decode(text or "") for text in (
                probe["root"], probe["leafHash"], *(probe["proof"] or [])))
            try:
                refused = verify.path_root(
                    probe["leafIdx"], probe["treeSize"], leaf, proof) != root
            except ValueError:
                refused = True
            self.assertEqual(refused, probe["wantErr"], probe)
        key = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
        folder = SHARED / "tessera" / "log"
        for size in range(16):
            old = folder / f"checkpoint.{size}"
            self.check(0, f"{size} entries", "log", folder, old, "--key", key)
            self.check(0, f"of {size} entries", "consistency", old, folder / "checkpoint",
                       folder, "--key", key)

    def test_vectors_across_tiles(self):
        vectors = json.loads((HERE.parent / "Tests/LabelLedgerTests/Vectors/cross-tile.json")
                             .read_text())
        leaves = [verify.leaf_hash(str(i).encode()) for i in range(65537)]
        self.assertEqual([item["size"] for item in vectors["roots"]],
                         [255, 256, 257, 65535, 65536, 65537])
        roots = {item["size"]: base64.b64decode(item["root"]) for item in vectors["roots"]}
        for size, root in roots.items():
            self.assertEqual(verify.tree_root(leaves[:size]), root)
        for item in vectors["inclusion"]:
            proof = [base64.b64decode(text) for text in item["proof"]]
            index, size = item["index"], item["size"]
            self.assertEqual(verify.path_root(index, size, leaves[index], proof), roots[size])
            with self.assertRaises(ValueError):
                other = verify.path_root(index ^ 1, size, leaves[index], proof)
                verify.require(other == roots[size], "another root")

    def test_every_spoilt_byte_of_a_small_ledger_is_found(self):
        ledger = Ledger()
        data = ledger.data[:3]
        write_log(self.folder, data, ledger.log, 1)
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        self.assertEqual(len(files), 5)
        count = self.check_every_flip(files, "deep log", self.folder, "--key", ledger.log.vkey)
        self.assertEqual(count, sum(path.stat().st_size for path in files))
        print(f"{count} spoilt bytes of {len(files)} files, all found")
        for path in files:
            content = path.read_bytes()
            path.unlink()
            older = path.name == "1"  # Of an older size; it need not be kept.
            self.assertEqual(self.run_verify("deep log", self.folder, "--key", ledger.log.vkey)[0],
                             0 if older else 2 if path.name == "checkpoint" else 1)
            write(self.folder, path, content)

    def test_logs_across_tiles(self):
        log = Signer(ORIGIN)
        data = [f"entry {i}".encode() for i in range(600)]
        write_log(self.folder, data, log, 300)
        raw = ("log", self.folder, "--key", log.vkey)
        self.check(0, "600 entries", *raw)
        self.check(1, "strict JSON", "deep log", self.folder, "--key", log.vkey)
        leaves = [verify.leaf_hash(entry) for entry in data]
        counts = {"tiles": 6, "bundles": 4, "past": 0, "strangers": 0}
        self.assertEqual(entries.check_files(self.folder, leaves), counts)
        for path in sorted(path for path in self.folder.rglob("*") if path.is_file()):
            content = path.read_bytes()
            for at in self.random.sample(range(len(content)), 5):
                spoilt = bytearray(content)
                spoilt[at] ^= 1 << self.random.randrange(8)
                path.write_bytes(spoilt)
                older = path.name in ("44", "1")  # Of the log when it had 300 entries.
                self.assertEqual(self.run_verify(*raw)[0], 0 if older else 1, f"{path} byte {at}")
                if path.name != "checkpoint":
                    with self.assertRaises(ValueError, msg=f"{path} byte {at}"):
                        entries.check_files(self.folder, leaves)
            path.write_bytes(content)
        old = self.folder / "old"
        for count in (0, 1, 255, 256, 257, 299, 600):
            write(self.folder, "old", checkpoint(data[:count], log))
            for wanted, key in ((0, log.vkey), (1, Signer(ORIGIN).vkey)):
                self.check(wanted, "", "consistency", old, self.folder / "checkpoint",
                           self.folder, "--key", key)
            self.check(0, f"{count} entries", *raw, old)
        for sentence, note in (
                ("no extension", checkpoint(data[:9] + [b"x"], log)),
                ("follow not 601", checkpoint(data + data[:1], log)),
                ("no log key", checkpoint(data[:9], log, origin="example.com/x"))):
            write(self.folder, "old", note)
            self.check(1, sentence, "consistency", old, self.folder / "checkpoint",
                       self.folder, "--key", log.vkey)
        write(self.folder, "tile/0/000.p/44.new", b"left over")
        write(self.folder, "tile/0/x000/001", b"left over")
        self.assertEqual(entries.check_files(self.folder, leaves), {**counts, "strangers": 2})
        write(self.folder, "tile/entries/002.p/99", b"\0\1x")
        with self.assertRaisesRegex(ValueError, "holds 1 items"):
            entries.check_files(self.folder, leaves)

    def test_every_spoilt_byte_of_a_snapshot_is_found(self):
        ledger, other = Ledger(), Signer("other")
        write_snapshot(self.folder, ledger, other)
        keys = ["--key", ledger.log.vkey, "--key", other.vkey]
        self.check(0, "seal at index 10 of 11", "deep snapshot", self.folder, *keys)
        self.check(0, "signed by 1", "deep snapshot", self.folder, *keys[:2])
        self.check(1, "has not signed", "deep snapshot", self.folder, *keys,
                   "--key", Signer("x").vkey)
        self.check(1, "missing", "deep snapshot", self.folder, *keys, "--key", Signer("w", 4).vkey)
        self.check(0, "2 rows", "snapshot", self.folder, *keys[:2])
        files = sorted(self.folder.iterdir())
        self.assertEqual(len(files), 4)
        self.check_every_flip([self.folder / "snapshot.csv", self.folder / "proof.tlog-proof"],
                              "snapshot", self.folder, *keys[:2])
        count = self.check_every_flip(files, "deep snapshot", self.folder, *keys)
        print(f"{count} spoilt bytes of a snapshot's {len(files)} files, all found")
        write_log(self.folder / "log", ledger.data, ledger.log)
        self.check(0, "11 entries", "log", self.folder / "log", "--key", ledger.log.vkey)

    def test_wrong_snapshots_are_refused(self):
        def edit(**more):
            return lambda value: {**value, **more}
        for part, sentence, change in (
                ("rows", "not sorted", lambda rows: rows[::-1]),
                ("rows", "not sorted", lambda rows: rows[:1] * 2),
                ("rows", "not a row", lambda rows: [row[:3] + ["x"] for row in rows]),
                ("rows", "not a row", lambda rows: [[row[0], "x"] + row[2:] for row in rows]),
                ("rows", "rows are not 2", lambda rows: rows[:1]),
                ("rows", "class counts", lambda rows: [r[:2] + ["x"] + r[3:] for r in rows]),
                ("csv", "not a row", lambda text: text.replace("one", '"one"')),
                ("csv", "not a row", lambda text: text.replace("\n", "\r\n")),
                ("csv", "not a row", lambda text: text + "\n"),
                ("csv", "end of its last", lambda text: text[:-1]),
                ("csv", "root over the rows", lambda text: text.replace("one", "two")),
                ("predicate", "class counts", edit(classes=[{"label": "d\u00f6g", "count": 2}])),
                ("predicate", "root over the rows", edit(root="0" * 64)),
                ("predicate", "rows are not 3", edit(rows=3)),
                ("predicate", "origin", edit(origin="example.com/x")),
                ("predicate", "another level", edit(level="L2")),
                ("predicate", "differ in dataset", edit(dataset="cars")),
                ("predicate", "differ in policy", edit(policy="0" * 64)),
                ("predicate", "differ in ledgerSize", edit(ledgerSize=9)),
                ("svr", "another level", edit(properties=["FLIPGUARD_LABEL_L4"])),
                ("seal", "names another file", edit(file="0" * 64)),
                ("seal", "differ in excluded", edit(excluded={"quarantined": 1})),
                ("seal", "differ in root", edit(root="0" * 64))):
            with tempfile.TemporaryDirectory() as folder:
                ledger, other = Ledger(), Signer("other")
                write_snapshot(folder, ledger, other, lambda name, value: (
                    change(value) if name == part else value))
                self.check(1, sentence, "deep snapshot", folder, "--key", ledger.log.vkey)

    def test_usage(self):
        key = Signer(ORIGIN).vkey
        for arguments in ((), ("note",), ("note", "x"), ("checkpoint", "x"), ("other", "x"),
                          ("checkpoint", "x", "y", "--key", key),
                          ("log", "x", "y", "z", "--key", key),
                          ("note", "/no/such/file", "--key", key), ("log", "x", "--key", "y"),
                          ("policy checkpoint", "/no/such/file", "x"),
                          ("consistency", "a", "b", "--key", key)):
            self.check(2, "", *arguments)


if __name__ == "__main__":
    unittest.main(module=None, argv=[sys.argv[0], "discover", "-s", str(HERE), *sys.argv[1:]])
