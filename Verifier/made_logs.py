"""Logs, ledgers and snapshots for test_verify.py, made by the plainest reading of the documents and
without a line of the verifier."""
import base64
import hashlib
import json
import os
import random
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "example.com/labels"
ENTRY = "application/vnd.flipguard.entry.v1+json"


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(data):
    return base64.b64encode(data).decode()


def canonical(value):
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def split_point(n):
    return 1 << ((n - 1).bit_length() - 1)


def mth(data):
    """RFC 6962, section 2.1."""
    if len(data) < 2:
        return sha256(b"\0" + data[0]) if data else sha256(b"")
    k = split_point(len(data))
    return sha256(b"\1" + mth(data[:k]) + mth(data[k:]))


def audit_path(m, data):
    """RFC 6962, section 2.1.1."""
    if len(data) == 1:
        return []
    k = split_point(len(data))
    if m < k:
        return audit_path(m, data[:k]) + [mth(data[k:])]
    return audit_path(m - k, data[k:]) + [mth(data[:k])]


class Signer:
    """A key with a name, of type 1 or 4."""

    def __init__(self, name, kind=1):
        self.name, self.kind, self.private = name, kind, Ed25519PrivateKey.generate()
        self.public = self.private.public_key().public_bytes_raw()
        raw = bytes([kind]) + self.public
        self.id = sha256(name.encode() + b"\n" + raw)[:4]
        self.vkey = f"{name}+{self.id.hex()}+{b64(raw)}"
        self.fingerprint = sha256(self.public).hex()

    def line(self, text, time=1700000000):
        if self.kind == 4:
            message = f"cosignature/v1\ntime {time}\n".encode() + text
            signature = time.to_bytes(8, "big") + self.private.sign(message)
        else:
            signature = self.private.sign(text)
        return f"\u2014 {self.name} {b64(self.id + signature)}\n".encode()


def sign(text, *signers):
    text = text if isinstance(text, bytes) else text.encode()
    return text + b"\n" + b"".join(signer.line(text) for signer in signers)


def checkpoint(data, *signers, origin=ORIGIN):
    return sign(f"{origin}\n{len(data)}\n{b64(mth(data))}\n", *signers)


def proof_file(data, index, note, extra=True):
    lines = ["c2sp.org/tlog-proof@v1"] + (["extra " + b64(data[index])] if extra else [])
    lines += [f"index {index}"] + [b64(sibling) for sibling in audit_path(index, data)]
    return ("\n".join(lines) + "\n\n").encode() + note


def envelope(payload, kind, signers):
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    return canonical({"payload": b64(payload), "payloadType": kind, "signatures": [
        {"keyid": s.fingerprint, "sig": b64(s.private.sign(message))} for s in signers]})


def write(folder, path, data):
    path = Path(folder, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_log(folder, data, log, *older):
    """The checkpoint, and the tiles of this size and of older ones, each by its definition."""
    write(folder, "checkpoint", checkpoint(data, log))
    for size in (*older, len(data)):
        for level in range(3):
            span, n = 256**level, size // 256**level
            for number in range((n + 255) // 256):
                width = min(256, n - 256 * number)
                name = f"{number:03}" + (f".p/{width}" if width < 256 else "")
                at = range(256 * number, 256 * number + width)
                hashes = [mth(data[i * span:(i + 1) * span]) for i in at]
                write(folder, f"tile/{level}/{name}", b"".join(hashes))
                if level == 0:
                    bundle = [len(data[i]).to_bytes(2, "big") + data[i] for i in at]
                    write(folder, f"tile/entries/{name}", b"".join(bundle))


class Ledger:
    """The entries of a small ledger in order. `changes` holds, by number of the entry, what an
    insider with the ledger's key does to its payload and signers before it is signed."""

    def __init__(self, changes=()):
        self.log, self.ann, self.new, self.bob, self.mallory = (
            Signer(name) for name in (ORIGIN, "ann", "ann2", "bob", "mallory"))
        self.changes, self.data, self.last, self.ids = dict(changes), [], {}, []
        self.add("ledger.opened", "ledger", opening={"origin": ORIGIN, "vkey": self.log.vkey})
        self.add("key.added", "ledger", key=self.key("ann", self.ann))
        self.add("label.given", "ann", self.ann, label=self.label("cat", None, None))
        self.add("key.rotated", "ann", self.ann,
                 key=dict(self.key("ann", self.new), replaces=self.ann.fingerprint))
        self.add("label.proposed", "ann", self.new, label=self.label("d\u00f6g", "cat", 2))
        self.add("key.added", "ledger", key=self.key("bob", self.bob))
        approval = {"of": self.leaf(4), "decision": "approve", "round": 1}
        self.add("label.approved", "bob", self.bob, approval=approval)
        self.add("label.applied", "ledger", approval=approval,
                 label=self.label("d\u00f6g", "cat", 2))
        self.add("key.revoked", "ledger", key=self.key("ann", self.new))
        self.add("label.given", "carol", label=self.label("cat", None, None))

    def leaf(self, index):
        return sha256(b"\0" + self.data[index]).hex()

    def key(self, actor, signer):
        return {"actor": actor, "kind": "human", "publicKey": b64(signer.public)}

    def label(self, new, previous, at):
        entry = None if at is None else {"index": at, "leafHash": self.leaf(at)}
        return {"scheme": "pets", "new": new, "previous": previous, "previousEntry": entry}

    def add(self, kind, actor, signer=None, **more):
        index, (count, leaf) = len(self.data), self.last.get(actor, (0, None))
        payload = {
            "v": 1, "id": f"01890000-0000-7000-8000-{random.getrandbits(48):012x}",
            "nonce": os.urandom(16).hex(), "kind": kind, "time": 1700000000000 + index,
            "actor": {"id": actor, "kind": "service" if actor == "ledger" else "human",
                      "session": "s", "tool": "t", "toolVersion": "1",
                      "credential": (signer or self.log).fingerprint},
            "actorSeq": count, "subject": {"dataset": "pets", "example": "one"},
            "policy": sha256(b"policy").hex(), **more}
        if leaf:
            payload["prevActorEntry"] = leaf
        signers = [self.log] + ([signer] if signer else [])
        changed = self.changes.get(index, lambda *_: None)(self, payload, signers)
        payload = changed if isinstance(changed, bytes) else canonical(payload)
        self.data.append(envelope(payload, ENTRY, signers))
        self.last[actor] = (count + 1, self.leaf(index))


def write_snapshot(folder, ledger, other, change=lambda name, value: value):
    """A snapshot of two rows, sealed as the ledger's next entry; `change` may spoil any part."""
    leaf = ledger.leaf(9)
    rows = change("rows", [["a,b", "", "d\u00f6g", leaf], ["one", leaf, 'c"at', leaf]])
    quote = lambda t: '"' + t.replace('"', '""') + '"' if set(t) & set(',"') else t
    text = change("csv", "".join(",".join(map(quote, row)) + "\n" for row in rows))
    data = ("id,exampleDigest,label,leafHash\n" + text).encode()
    root = mth([canonical(row) for row in rows]).hex()
    classes = [{"count": 1, "label": 'c"at'}, {"count": 1, "label": "d\u00f6g"}]
    shared = {"rows": 2, "root": root, "classes": classes, "excluded": {}, "level": "L1"}
    sealed = change("predicate", {
        **shared, "dataset": "pets", "origin": ORIGIN, "ledgerSize": 10, "sealedAt": 1,
        "policy": sha256(b"policy").hex()})
    subject = [{"name": "snapshot.csv", "digest": {"sha256": sha256(data).hex()}}]
    for name, kind, predicate in (
            ("snapshot.intoto.json", "urn:flipguard:label-snapshot:v1", sealed),
            ("snapshot.svr.json", "https://in-toto.io/attestation/svr/v0.2", change("svr", {
                "verifier": {"id": "flipguard-ledger"}, "properties": ["FLIPGUARD_LABEL_L1"]}))):
        statement = {"_type": "https://in-toto.io/Statement/v1", "predicateType": kind,
                     "subject": subject, "predicate": predicate}
        write(folder, name, envelope(
            canonical(statement), "application/vnd.in-toto+json", [ledger.log, other]))
    seal = change("seal", {**shared, "size": 10, "file": sha256(data).hex()})
    ledger.add("snapshot.sealed", "ledger", seal=seal)
    write(folder, "snapshot.csv", data)
    write(folder, "proof.tlog-proof", proof_file(
        ledger.data, 10, checkpoint(ledger.data, ledger.log)))
