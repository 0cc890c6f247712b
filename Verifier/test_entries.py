"""Tests of ledgers that someone with the ledger's own key has signed."""
import base64
import json
import tempfile
import uuid

import entries as entries_module
from made_logs import Ledger, b64, canonical, write_log
from verify_case import VerifyCase


class EntryTests(VerifyCase):
    def test_an_insider_is_found(self):
        def put(path, value):
            *parents, last = path.split(".")

            def change(ledger, payload, signers):
                for name in parents:
                    payload = payload[name]
                payload[last] = value
            return change

        def signed_by(*names):
            def change(ledger, payload, signers):
                signers[:] = [getattr(ledger, name) for name in names]
                payload["actor"]["credential"] = signers[-1].fingerprint
            return change

        def sign_as(name):
            return lambda ledger, payload, signers: signers.append(getattr(ledger, name))

        def spell(old, new):
            return lambda ledger, payload, signers: canonical(payload).replace(old, new)

        def refer(path, index):
            return lambda ledger, payload, signers: put(path, ledger.leaf(index))(
                ledger, payload, signers)

        def same_id(ledger, payload, signers):
            entry = json.loads(ledger.data[1])
            payload["id"] = json.loads(base64.b64decode(entry["payload"]))["id"]

        def key_of_old(name):
            return lambda ledger, payload, signers: put(
                "key.publicKey", b64(getattr(ledger, name).public))(ledger, payload, signers)

        def revoked_by_bob(ledger, payload, signers):
            payload["actor"] = {**payload["actor"], "id": "bob", "kind": "human"}
            payload.update(actorSeq=1, prevActorEntry=ledger.leaf(6))
            signed_by("log", "bob")(ledger, payload, signers)

        def foreign(ledger, payload, signers):
            payload["opening"]["vkey"] = ledger.mallory.vkey

        cases = [
            (2, "no key in force", signed_by("log", "mallory")),
            (2, "has not signed", signed_by("log")),
            (2, "first signature", signed_by("ann", "log")),
            (2, "credential is not", put("actor.credential", "0" * 64)),
            (9, "credential has not", put("actor.credential", "0" * 64)),
            (4, "no key in force", signed_by("log", "ann")),
            (9, "no key in force", signed_by("log", "new")),
            (6, "no key in force", sign_as("mallory")),
            (9, "with the key of bob", signed_by("log", "bob")),
            (6, "with the key of bob", put("actor.kind", "model")),
            (4, "actorSeq", put("actorSeq", 3)), (4, "actorSeq", put("actorSeq", 1)),
            (3, "prevActorEntry", put("prevActorEntry", "0" * 64)),
            (0, "prevActorEntry", put("prevActorEntry", "0" * 64)),
            (5, "time", put("time", 5)), (5, "id was used", same_id),
            (5, "version 7", put("id", str(uuid.uuid4()))), (5, "nonce", put("nonce", "00")),
            (6, "approval.of", put("approval.of", "0" * 64)),
            (4, "previousEntry", put("label.previousEntry.index", 1)),
            (4, "previousEntry", put("label.previousEntry.index", 4)),
            (4, "previousEntry", put("label.previousEntry.index", -8)),
            (4, "previousEntry", refer("label.previousEntry.leafHash", 1)),
            (8, "may not do it", revoked_by_bob), (5, "was in use", key_of_old("ann")),
            (5, "was in use", key_of_old("log")), (5, "32", put("key.publicKey", "AAAA")),
            (3, "not a key in force of bob", put("key.actor", "bob")),
            (3, "which may not", put("key.replaces", "0" * 64)),
            (8, "not a key in force of bob", put("key.actor", "bob")),
            (0, "another key or origin", foreign),
            (0, "another key or origin", put("opening.origin", "example.com/x")),
            (9, "open the ledger", put("kind", "ledger.opened")),
            (0, "open the ledger", put("kind", "scan.completed")),
            (8, "it follows", None), (5, "kind", put("kind", "label.changed")),
            (5, "version", put("v", 2)), (5, "unknown field", put("colour", "red")),
            (5, "unknown field", put("actor.name", "Ann")), (5, "is null", put("reason", None)),
            (5, "no field", lambda l, p, s: p.pop("policy") and None),
            (2, "type int", put("time", "1")), (2, "type int", put("actorSeq", True)),
            (5, "a JSON key twice", spell(b'{"actor"', b'{"v":1,"actor"')),
            (5, "the number", spell(b'"v":1}', b'"v":1.0}')),
            (5, "the integer", spell(b'"v":1}', b'"v":9007199254740993}')),
            (5, "strict JSON", spell(b'"v":1}', b'"v":1} x')),
            (5, "strict JSON", spell(b'{"actor"', b'\xef\xbb\xbf{"actor"')),
            (5, "strict JSON", spell(b'"tool":"t"', b'"tool":"\\ud800"')),
            (5, "16 deep", spell(b'"v":1}', b'"v":' + b"[" * 16 + b"]" * 16 + b"}")),
            (5, "strict JSON", spell(b'"v":1}', b'"v":' + b"[" * 9000 + b"]" * 9000 + b"}")),
        ]
        for index, sentence, change in cases:
            changes = {7: put("kind", "ledger.frozen")} if change is None else {index: change}
            ledger = Ledger(changes)
            with tempfile.TemporaryDirectory() as folder:
                write_log(folder, ledger.data, ledger.log)
                self.check(1, sentence, "deep log", folder, "--key", ledger.log.vkey)
                self.check(1, f"entry {index}: ", "deep log", folder, "--key", ledger.log.vkey)
        ledger = Ledger()
        for index in (1, 2, 3, 4, 5, 7):  # Dropped entries, then exchanged ones.
            for data in (ledger.data[:index] + ledger.data[index + 1:],
                         ledger.data[:index] + ledger.data[index:index + 2][::-1]
                         + ledger.data[index + 2:]):
                with tempfile.TemporaryDirectory() as folder:
                    write_log(folder, data, ledger.log)
                    self.check(1, "entry ", "deep log", folder, "--key", ledger.log.vkey)

    def test_ledgers_verify(self):
        ledger = Ledger()
        for size in range(len(ledger.data) + 1):
            with tempfile.TemporaryDirectory() as folder:
                write_log(folder, ledger.data[:size], ledger.log)
                self.check(0, f"{size} entries", "deep log", folder, "--key", ledger.log.vkey)
        self.assertEqual(len(entries_module.KINDS), 32)

    def test_envelopes_are_strict(self):
        ledger = Ledger()
        good = json.loads(ledger.data[9])
        signature = good["signatures"][0]
        loose = json.dumps(dict(reversed(good.items())), indent=1).encode()
        for wanted, sentence, entry in (
                (0, "", loose), (1, "exactly its three", canonical({**good, "x": 1})),
                (1, "payload's type", canonical({**good, "payloadType": "text/plain"})),
                (1, "stray", canonical({**good, "signatures": [{**signature, "x": 1}]})),
                (1, "two signatures", canonical({**good, "signatures": [signature] * 2})),
                (1, "0 signatures", canonical({**good, "signatures": []})),
                (1, "9 signatures", canonical({**good, "signatures": [signature] * 9})),
                (1, "64 hex", canonical({**good, "signatures": [
                    {**signature, "keyid": signature["keyid"].upper()}]})),
                (1, "not canonical", canonical({**good, "signatures": [
                    {**signature, "sig": signature["sig"][:-3] + "z=="}]})),
                (1, "exactly", b"[]"), (1, "strict JSON", loose + b"x"), (1, "strict JSON", b"")):
            with tempfile.TemporaryDirectory() as folder:
                write_log(folder, ledger.data[:9] + [entry], ledger.log)
                self.check(wanted, sentence, "deep log", folder, "--key", ledger.log.vkey)
