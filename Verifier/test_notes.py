"""Tests of notes, verifier keys, checkpoints and policies."""
from made_logs import ORIGIN, Signer, b64, checkpoint, proof_file, sign, write
from verify_case import VerifyCase


class NoteTests(VerifyCase):
    def test_notes_of_others_open(self):
        example = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
        note = ("This is an example message.\n\n"
                "\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ER"
                "YNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n").encode()
        self.check_bytes(0, "example.com/foo", "note", note, "--key", example)
        that = note.replace(b"This", b"That")
        self.check_bytes(1, "bad signature", "note", that, "--key", example)
        log = ("arche2025h1.staging.ct.transparency.dev+ba2f06c0+"
               "AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f")
        witness = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
        note = (
            "arche2025h1.staging.ct.transparency.dev\n1432088532\n"
            "U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n\n"
            "\u2014 arche2025h1.staging.ct.transparency.dev "
            "ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP"
            "7Ry1k3ZFWwQ=\n"
            "\u2014 remora.n621.de "
            "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU"
            "/zZ0WBxtqB0DrAWfBw==\n").encode()
        self.check_bytes(0, "1432088532", "checkpoint", note, "--key", log, "--key", witness)
        later = note.replace(b"AAAABqEiEg", b"AAAABqEiEh")
        self.check_bytes(1, "by remora", "checkpoint", later, "--key", log, "--key", witness)
        self.check_bytes(0, "1432088532", "checkpoint", later, "--key", log)

    def test_a_changed_verifier_key_is_unusable(self):
        log = Signer("example.com/log")
        note = sign("text\n", log)
        self.check_bytes(0, "signed by", "note", note, "--key", log.vkey)
        for at in range(len(log.vkey)):
            other = chr(ord(log.vkey[at]) ^ self.random.choice((1, 2, 4)))
            changed = log.vkey[:at] + other + log.vkey[at + 1:]
            self.check_bytes(2, "error", "note", note, "--key", changed)
            self.check_bytes(2, "error", "note", note, "--key", log.vkey[:at])
        for kind in (0, 2, 5, 6, 255):
            self.check_bytes(2, "error", "note", note, "--key", Signer("x", kind).vkey)
        witness = Signer(ORIGIN, 4)
        self.check_bytes(1, "no log key", "checkpoint", checkpoint([], witness),
                         "--key", witness.vkey)

    def test_malformed_notes_are_refused(self):
        log, other = Signer("example.com/log"), Signer("example.com/log")
        good = sign("text\n\nmore\n", log)
        line = log.line(b"text\n\nmore\n")
        self.check_bytes(0, "", "note", good, "--key", log.vkey)
        self.check_bytes(0, "", "note", sign("text\n", other, log), "--key", log.vkey)
        padded = line[:-3] + bytes([line[-3] + 1]) + line[-2:]  # The same bytes, spelt otherwise.
        for sentence, note in (
                ("codec", good.replace(b"more", b"m\xffre")),
                ("control character", good.replace(b"more", b"mo\tre")),
                ("control character", good.replace(b"\n", b"\r\n")),
                ("no complete block", good[:-1]), ("no complete block", good + b"\n"),
                ("no complete block", b"text\n"), ("malformed", good + b"trailing\n"),
                ("malformed", good.replace("\u2014 ".encode(), b"- ")),
                ("malformed", good + "\u2014 a+b AAAAAAA=\n".encode()),
                ("malformed", good + "\u2014 a\u2003b AAAAAAA=\n".encode()),
                ("base64", good + "\u2014 a AAAA AAA=\n".encode()),
                ("not canonical", good.replace(line, padded)),
                ("too short", good + "\u2014 a AAAAAA==\n".encode()),
                ("at most 100", good + 100 * "\u2014 a AAAAAAA=\n".encode()),
                ("not signed by", sign("text\n", other)),
                ("bad signature", good + log.line(b"other\n"))):
            self.check_bytes(1, sentence, "note", note, "--key", log.vkey)

    def test_malformed_checkpoints_are_refused(self):
        log, root = Signer(ORIGIN), b64(bytes(32))
        for text in (f"{ORIGIN}\n0\n{root}\n", f"{ORIGIN}\n{2**63 - 1}\n{root}\nextension\n"):
            self.check_bytes(0, "", "checkpoint", sign(text, log), "--key", log.vkey)
        for text in (f"{ORIGIN}\n5\n", f"{ORIGIN}\n05\n{root}\n", f"{ORIGIN}\n+5\n{root}\n",
                     f"{ORIGIN}\n{2**63}\n{root}\n", f"{ORIGIN}\n5\n{root[:-4]}\n",
                     f"{ORIGIN}\n\u0665\n{root}\n", f"{ORIGIN}\n5\n{root}\n\nx\n",
                     f"{ORIGIN}\n5 \n{root}\n", f"\n5\n{root}\n", f"example.com/x\n5\n{root}\n",
                     f"{ORIGIN}\n5\n{root[:-2]}B=\n"):
            self.check_bytes(1, "not verified", "checkpoint", sign(text, log), "--key", log.vkey)

    def test_policies(self):
        log, w1, w2, w3 = Signer(ORIGIN), Signer("w/1", 4), Signer("w/2", 4), Signer("w/3", 4)
        keys = "\t# keys\n\n" + f"log {log.vkey} https://{ORIGIN}/\n" + "".join(
            f" witness\tw{i}  {w.vkey}\n" for i, w in enumerate((w1, w2, w3), 1))
        two = keys + "group g 2 w1 w2 w3\nquorum g\n"
        nested = keys + "group a any w1 w2\ngroup b all a w3\nquorum b\n"
        for wanted, policy, signers in (
                (0, keys + "quorum none\n", [log]), (1, keys + "quorum none\n", [w1]),
                (0, keys + "quorum w2\n", [log, w2]), (1, keys + "quorum w2\n", [log, w1]),
                (1, two, [log]), (1, two, [log, w1]), (0, two, [log, w3, w1]),
                (1, two, [w1, w2]), (0, nested, [log, w2, w3]), (1, nested, [log, w1, w2]),
                (1, two, [log, w1, w1]), (2, keys, [log]), (2, keys + "quorum x\n", [log]),
                (2, keys + "quorum none\nquorum none\n", [log]),
                (2, "quorum g\n" + two, [log]), (2, two[:-1], [log]),
                (2, two.replace("2 w1", "4 w1"), [log]), (2, two.replace("2 w1", "0 w1"), [log]),
                (2, two.replace("2 w1", "02 w1"), [log]), (2, two.replace("w3\nq", "w2\nq"), [log]),
                (2, two.replace("w3\nq", "none\nq"), [log]), (2, two.replace("g 2", "w1 2"), [log]),
                (2, nested.replace("a w3", "w1 w3"), [log]), (2, two + "other x\n", [log]),
                (2, two.replace("#", "\r#"), [log]), (2, two + f"log {log.vkey}\n", [log]),
                (2, two + f"witness w4 {w1.vkey}\n", [log]),
                (2, two + f"witness none {Signer('x', 4).vkey}\n", [log]),
                (2, two + f"witness w4 {Signer('x', 1).vkey}\n", [log]),
                (2, two + f"log {Signer('x', 4).vkey}\n", [log])):
            write(self.folder, "policy", policy.encode())
            write(self.folder, "given", checkpoint([b"x"], *signers))
            self.check(wanted, "", "policy checkpoint", self.folder / "policy",
                       self.folder / "given")
        write(self.folder, "policy", two.encode())
        data = [b"a", b"b", b"c"]
        for wanted, note in ((0, checkpoint(data, log, w1, w3)), (1, checkpoint(data, log, w1)),
                             (1, checkpoint(data[:2], log, w1, w3))):
            write(self.folder, "given", proof_file(data, 1, note))
            self.check(wanted, "", "policy inclusion", self.folder / "policy",
                       self.folder / "given")
