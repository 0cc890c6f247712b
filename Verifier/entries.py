#!/usr/bin/env python3
"""The second, deeper audit: what entries and sealed snapshots say, and who signed them. It runs the
first, verify.py, too.

    entries.py log FOLDER [CHECKPOINT] --key VKEY...
    entries.py snapshot FOLDER --key VKEY...
"""
import collections
import csv
import json
import os
import re
import sys
from pathlib import Path

import verify
from verify import (b64, check_signature, leaf_hash, open_checkpoint, open_proof, parse_key,
                    read_row, require, sha256, split_tile, tile_path, tree_root)

PAYLOAD_TYPE = "application/vnd.flipguard.entry.v1+json"
KINDS = set("""example.registered label.given label.proposed label.approved label.applied
    label.rejected label.retracted quarantine.opened quarantine.upheld quarantine.released
    gold.committed gold.revealed gold.retired scan.completed alarm.raised alarm.cleared
    snapshot.sealed batch.imported batch.exported round.screened grant.proposed grant.applied
    grant.revoked key.added key.rotated key.revoked policy.proposed policy.applied breakglass.used
    erasure.recorded ledger.opened ledger.frozen""".split())
FIELDS = {  # object -> its fields; a question mark stands after those that may be absent
    "": """v id nonce kind time clientTime? clockHeld? actor actorSeq prevActorEntry? subject
        label? reason? source? evidence? approval? policy idempotencyKey? key? opening? seal?""",
    "actor": "id kind session credential tool toolVersion network?",
    "subject": "dataset example? exampleDigest?",
    "label": "scheme new previous previousEntry confidence?",
    "label.previousEntry": "index leafHash",
    "reason": "code note?",
    "source": "origin batch? connector? externalID? externalDigest? manifestDigest? transform?",
    "approval": "of decision round",
    "key": "actor kind publicKey replaces?",
    "opening": "origin vkey predecessor?",
    "opening.predecessor": "origin size root",
    "seal": "size rows root file excluded classes level",
}
SNAPSHOT = "urn:flipguard:label-snapshot:v1"
SVR = "https://in-toto.io/attestation/svr/v0.2"


def key_id(public):
    """A key's ID in an envelope: the SHA-256 of its 32 bytes, in lower-case hexadecimal."""
    return sha256(public).hex()


def parse_json(data, what):
    """Strict JSON: UTF-8, no key twice, no fractions, integers within 2^53, at most 16 deep."""
    def pairs(items):
        require(len(dict(items)) == len(items), f"{what} has a JSON key twice")
        return dict(items)

    def integer(text):
        fits = len(text) <= 17 and text != "-0" and abs(int(text)) <= 2**53
        require(fits, f"{what} has the integer {text[:40]}")
        return int(text)

    def refuse(text):
        raise ValueError(f"{what} has the number {text[:40]}")

    def depth(value):
        parts = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, parts), default=0) if isinstance(value, (dict, list)) else 0

    try:
        value = json.loads(data.decode(), object_pairs_hook=pairs, parse_int=integer,
                           parse_float=refuse, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()  # Refuses halves of surrogate pairs.
        require(depth(value) <= 16, f"{what} is more than 16 deep")
    except (ValueError, RecursionError) as error:
        known = str(error).startswith(what)
        raise ValueError(str(error) if known else f"{what} is not strict JSON in UTF-8") from None
    return value


def field(value, path, kind=str):
    """The value at a dotted path, which must be there and of exactly this type."""
    for name in path.split("."):
        require(isinstance(value, dict) and name in value, f"the field {path} is missing")
        value = value[name]
    require(type(value) is kind, f"the field {path} is not of type {kind.__name__}")
    return value


def hash_field(value, path, digits=64):
    text = field(value, path)
    require(re.fullmatch("[0-9a-f]{%d}" % digits, text), f"{path} is not {digits} hex digits")
    return text


def open_envelope(data, payload_type, publics):
    """Returns the payload and the key IDs of the signatures, in order. Each signature by one of the
    keys (key ID to public key) must hold; who has to sign is for the caller to ask."""
    envelope = parse_json(data, "the envelope")
    names = {"payload", "payloadType", "signatures"}
    require(isinstance(envelope, dict) and set(envelope) == names,
            "the envelope does not have exactly its three keys")
    require(envelope["payloadType"] == payload_type, f"the payload's type is not {payload_type}")
    payload = b64(field(envelope, "payload"), "the payload")
    message = b"DSSEv1 %d %s %d %s" % (
        len(payload_type), payload_type.encode(), len(payload), payload)
    signatures, signers = field(envelope, "signatures", list), []
    require(1 <= len(signatures) <= 8, f"the envelope has {len(signatures)} signatures")
    for signature in signatures:
        signer, value = hash_field(signature, "keyid"), b64(field(signature, "sig"), "sig", 64)
        require(set(signature) == {"keyid", "sig"}, "a signature has a stray key")
        require(signer not in signers, f"two signatures by key {signer}")
        if signer in publics:
            check_signature(publics[signer], value, message, f"the envelope's, by key {signer}")
        signers.append(signer)
    return parse_json(payload, "the payload"), signers


def check_fields(entry):
    """No field is missing, none is unknown, in the entry and in its objects."""
    for path, names in FIELDS.items():
        value = entry
        for name in path.split(".") if path else []:
            value = value.get(name) if isinstance(value, dict) else None
        if value is None:  # Absent, or the null that label.previousEntry may be.
            continue
        where = path or "the entry"
        require(isinstance(value, dict), f"{where} is not an object")
        for name in names.split():
            require(name.endswith("?") or name in value, f"{where} has no field {name}")
        stray = sorted(set(value) - set(names.replace("?", "").split()))
        require(not stray, f"{where} has the unknown field {', '.join(stray)}")
    nulls = [name for name, value in entry.items() if value is None]
    require(not nulls, f"{', '.join(nulls)} is null")


class Entries:
    """Checks the entries of a ledger in order; `check` raises at the first that is wrong."""

    def __init__(self, key, leaves):
        self.key, self.leaves = key, leaves
        self.ingest = key_id(key.public)
        self.publics = {self.ingest: key.public}  # key ID -> public key, of keys in force
        self.owners = {}  # key ID -> (actor's id, actor's kind), of actors' keys in force
        self.last = {}  # actor's id -> (actorSeq, leaf hash) of the actor's last entry
        self.used = {self.ingest}  # IDs of all keys that are or were in force
        self.ids, self.earlier = set(), set()  # of entries: their ids and their leaf hashes
        self.time = self.signed_by_actors = 0
        self.frozen = False

    def check(self, index, data):
        require(leaf_hash(data) == self.leaves[index], "the bytes changed while they were checked")
        entry, signers = open_envelope(data, PAYLOAD_TYPE, self.publics)
        require(isinstance(entry, dict), "the payload is not an object")
        check_fields(entry)
        kind = field(entry, "kind")
        require(field(entry, "v", int) == 1 and kind in KINDS, f"unknown version or kind {kind!r}")
        require(re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
                             field(entry, "id")), "the id is not a version 7 UUID")
        hash_field(entry, "nonce", 32), hash_field(entry, "policy")
        require(not self.frozen, "it follows ledger.frozen")
        self.check_signers(entry, signers)
        self.check_order(index, entry)
        self.check_references(index, entry)
        require((index == 0) == (kind == "ledger.opened"), "entry 0 alone must open the ledger")
        if index == 0:
            require(parse_key(field(entry, "opening.vkey")) == self.key
                    and field(entry, "opening.origin") == self.key.name,
                    "the ledger was opened for another key or origin")
        if kind.startswith("key."):
            self.change_keys(kind, entry)
        self.frozen = kind == "ledger.frozen"
        self.earlier.add(self.leaves[index].hex())

    def check_signers(self, entry, signers):
        actor, credential = field(entry, "actor.id"), hash_field(entry, "actor.credential")
        require(signers[0] == self.ingest, "the first signature is not by the ledger's key")
        for signer in signers[1:]:
            require(signer in self.owners, f"signed by {signer}, which is no key in force")
        if len(signers) == 1:
            require(credential == self.ingest, "the credential has not signed")
            require(all(actor != owner for owner, _ in self.owners.values()),
                    f"{actor} has a key in force, but has not signed")
        else:
            owner, kind = self.owners[signers[1]]
            require((owner, kind) == (actor, field(entry, "actor.kind")),
                    f"signed with the key of {owner}, {kind}")
            require(credential == signers[1], "the credential is not the key that signed second")
            self.signed_by_actors += 1

    def check_order(self, index, entry):
        actor, sequence, time = (field(entry, "actor.id"), field(entry, "actorSeq", int),
                                 field(entry, "time", int))
        last, leaf = self.last.get(actor, (-1, None))
        require(sequence == last + 1, f"actorSeq of {actor} is {sequence} instead of {last + 1}")
        require(entry.get("prevActorEntry") == leaf, f"prevActorEntry of {actor} is not {leaf}")
        require(time >= self.time, f"its time {time} is before {self.time}, of the entry before")
        require(entry["id"] not in self.ids, "its id was used before")
        self.last[actor], self.time = (sequence, self.leaves[index].hex()), time
        self.ids.add(entry["id"])

    def check_references(self, index, entry):
        if "approval" in entry:
            require(field(entry, "approval.of") in self.earlier, "approval.of is no earlier entry")
        if "label" in entry and entry["label"]["previousEntry"] is not None:
            at = field(entry, "label.previousEntry.index", int)
            leaf = hash_field(entry, "label.previousEntry.leafHash")
            require(0 <= at < index and self.leaves[at].hex() == leaf,
                    "label.previousEntry is no earlier entry")

    def change_keys(self, kind, entry):
        """The ledger adds and revokes keys; it, or the holder of the old key, rotates them."""
        actor, credential = field(entry, "key.actor"), field(entry, "actor.credential")
        public = b64(field(entry, "key.publicKey"), "key.publicKey", 32)
        old = {"key.revoked": key_id(public),
               "key.rotated": entry["key"].get("replaces")}.get(kind)
        require(credential == self.ingest or kind == "key.rotated" and credential == old,
                f"{kind} by {credential}, which may not do it")
        if kind != "key.added":
            owner = self.owners.pop(old, (None, None))[0]
            require(owner == actor, f"{old} is not a key in force of {actor}")
            del self.publics[old]
        if kind != "key.revoked":
            new = key_id(public)
            require(new not in self.used, f"the key {new} is or was in use")
            self.used.add(new)
            self.owners[new], self.publics[new] = (actor, field(entry, "key.kind")), public


TILE = re.compile(r"(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})"
                  r"(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?")


def check_files(folder, leaves):
    """Compares every file under tile/, of older sizes too, with the tree over the leaf hashes.

    Returns how many hash tiles and bundles agree, how many reach past the tree (these are compared
    up to its size), and how many files are none of the log's."""
    levels = [leaves]
    while len(levels[-1]) >= 256:
        row = levels[-1]
        levels.append([tree_root(row[i:i + 256]) for i in range(0, len(row) - 255, 256)])
    counts = {"tiles": 0, "bundles": 0, "past": 0, "strangers": 0}
    top = os.path.join(folder, "tile")
    for where, _, names in os.walk(top):
        for name in names:
            path = os.path.relpath(os.path.join(where, name), top).replace(os.sep, "/")
            match = TILE.fullmatch(path)
            number = int(re.sub("[x/]", "", match[2])) if match else 0
            width = int(match[3] or 256) if match else 0
            if not match or path != tile_path(match[1], number, width):
                counts["strangers"] += 1
                continue
            items = split_tile(match[1], Path(where, name).read_bytes(), path)
            require(len(items) == width, f"tile/{path} holds {len(items)} items")
            level = int(match[1]) if match[1] != "entries" else 0
            items = [leaf_hash(item) for item in items] if match[1] == "entries" else items
            row = levels[level] if level < len(levels) else []
            wanted = row[number * 256:number * 256 + width]
            require(items[:len(wanted)] == wanted, f"tile/{path} does not agree with the entries")
            counts["past"] += len(wanted) < width
            counts["bundles" if match[1] == "entries" else "tiles"] += 1
    return counts


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text


def read_rows(data):
    """The rows of snapshot.csv, which must be spelt in the one canonical way."""
    try:
        header, *lines = data.decode().split("\n")
        rows = [next(csv.reader([line], strict=True), []) for line in lines[:-1]]
    except (UnicodeDecodeError, csv.Error):
        raise ValueError("snapshot.csv is not CSV in UTF-8") from None
    require(header == "id,exampleDigest,label,leafHash" and lines[-1:] == [""],
            "snapshot.csv lacks its header or the end of its last line")
    for number, (line, row) in enumerate(zip(lines, rows), 2):
        require(len(row) == 4 and line == ",".join(map(quoted, row)) and row[0] != ""
                and re.fullmatch("([0-9a-f]{64})?", row[1])
                and re.fullmatch("[0-9a-f]{64}", row[3]),
                f"snapshot.csv, line {number}, is not a row as it should be written")
    ids = [row[0].encode() for row in rows]
    require(all(a < b for a, b in zip(ids, ids[1:])), "the rows are not sorted by distinct ids")
    return rows


def rows_root(rows):
    """The root of the RFC 6962 tree over the rows, each a canonical JSON array."""
    texts = (json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows)
    return tree_root([leaf_hash(text.encode()) for text in texts]).hex()


def open_statement(data, predicate_type, digest, publics):
    """The predicate of an in-toto Statement about the file, signed by every one of the keys."""
    value, signers = open_envelope(data, "application/vnd.in-toto+json", publics)
    require(set(publics) <= set(signers), "a key that was given has not signed the Statement")
    require(field(value, "_type") == "https://in-toto.io/Statement/v1", "it is no Statement v1")
    require(field(value, "predicateType") == predicate_type, f"it is no {predicate_type}")
    subject = [{"name": "snapshot.csv", "digest": {"sha256": digest}}]
    require(field(value, "subject", list) == subject, "it is not about this snapshot.csv")
    return field(value, "predicate", dict)


def check_seal(data, sealed, digest, publics, ledger):
    """The entry must be the seal of just this snapshot."""
    entry, signers = open_envelope(data, PAYLOAD_TYPE, publics)
    check_fields(entry)
    require(signers[0] == ledger, "the seal's first signature is not by the ledger's key")
    require(field(entry, "kind") == "snapshot.sealed", "the proof is not of a seal")
    said = dict(field(entry, "seal", dict), dataset=field(entry, "subject.dataset"),
                policy=field(entry, "policy"), ledgerSize=field(entry, "seal.size", int))
    require(said["file"] == digest, "the seal names another file")
    for name in ("ledgerSize", "rows", "root", "classes", "excluded", "level", "dataset", "policy"):
        require(name in sealed and sealed[name] == said[name],
                f"the seal and the Statement differ in {name}")
    return said["ledgerSize"]


def log(keys, folder, file=None):
    """All that verify.py checks of a log, every file of its tiles, then every entry."""
    verify.log(keys, folder, file)
    origin, size, _ = open_checkpoint(Path(file or f"{folder}/checkpoint").read_bytes(), keys)
    leaves = [leaf_hash(entry) for entry in read_row(folder, "entries", size)]
    counts = check_files(folder, leaves)
    entries = Entries(keys[0], leaves)
    for index, data in enumerate(read_row(folder, "entries", size)):
        try:
            entries.check(index, data)
        except ValueError as error:
            raise ValueError(f"entry {index}: {error}") from None
    return ("{}: {} entries, {tiles} tiles and {bundles} bundles ({past} reach past this "
            "checkpoint, {strangers} other files), {} actors, {} actors' signatures").format(
                origin, size, len(entries.last), entries.signed_by_actors, **counts)


def snapshot(keys, folder):
    """All that verify.py checks of a snapshot, then how its rows are spelt, its Statement and SVR,
    which all keys of type 1 must have signed, and that the seal says the same."""
    noting = keys[:1] + [key for key in keys if key.type == 4]  # Others sign no checkpoint.
    publics = {key_id(key.public): key.public for key in keys if key.type == 1}
    data = Path(folder, "snapshot.csv").read_bytes()
    rows, digest = read_rows(data), sha256(data).hex()
    sealed = open_statement(
        Path(folder, "snapshot.intoto.json").read_bytes(), SNAPSHOT, digest, publics)
    require(field(sealed, "rows", int) == len(rows), f"the rows are not {sealed['rows']}")
    require(hash_field(sealed, "root") == rows_root(rows), "the root over the rows is another")
    counts = [(field(item, "label"), field(item, "count", int))
              for item in field(sealed, "classes", list)]
    require(sorted(counts) == sorted(collections.Counter(row[2] for row in rows).items()),
            "the class counts are others")
    said = f"Statement signed by {len(publics)}"
    verdict = Path(folder, "snapshot.svr.json")
    if verdict.exists():
        granted = open_statement(verdict.read_bytes(), SVR, digest, publics)
        require("FLIPGUARD_LABEL_" + field(sealed, "level") in field(granted, "properties", list),
                "the SVR grants another level than the Statement")
        said += f", SVR of level {sealed['level']}"
    entry, _, _, origin = open_proof(Path(folder, "proof.tlog-proof").read_bytes(), noting)
    require(field(sealed, "origin") == origin, "the origin is not that of the log")
    check_seal(entry, sealed, digest, publics, key_id(keys[0].public))
    return f"{verify.snapshot(noting, folder)}, {said}"


COMMANDS = {"log": (log, {1, 2}), "snapshot": (snapshot, {1})}

if __name__ == "__main__":
    verify.main(sys.argv[1:], COMMANDS)
