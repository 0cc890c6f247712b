"""Sealed snapshots: rows, Statement, SVR and the proof of the seal's entry."""
import collections
import csv
import json
import os
import re

from entries import PAYLOAD_TYPE, check_fields
from envelope import field, hash_field, key_id, open_envelope
from notes import NotVerified, policy_of_keys, require, sha256
from tree import leaf_hash, open_proof, tree_root

SNAPSHOT = "urn:flipguard:label-snapshot:v1"
SVR = "https://in-toto.io/attestation/svr/v0.2"


def quoted(text):
    return '"' + text.replace('"', '""') + '"' if '"' in text or "," in text else text


def read_rows(data):
    """The rows of snapshot.csv, which must be spelt in the one canonical way."""
    try:
        header, *lines = data.decode().split("\n")
        rows = [next(csv.reader([line], strict=True), []) for line in lines[:-1]]
    except (UnicodeDecodeError, csv.Error):
        raise NotVerified("snapshot.csv is not CSV in UTF-8") from None
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


def check_snapshot(folder, keys):
    """Checks a folder of one snapshot and says what was checked. The first key is the ledger's; all
    of type 1 must have signed the Statements, and all of type 4 the checkpoint of the proof."""
    def read(name, optional=False):
        path = os.path.join(folder, name)
        if optional and not os.path.exists(path):
            return None
        with open(path, "rb") as file:
            return file.read()

    publics = {key_id(key.public): key.public for key in keys if key.type == 1}
    policy = policy_of_keys(keys[:1] + [key for key in keys[1:] if key.type == 4])
    data = read("snapshot.csv")
    rows, digest = read_rows(data), sha256(data).hex()
    sealed = open_statement(read("snapshot.intoto.json"), SNAPSHOT, digest, publics)
    require(field(sealed, "rows", int) == len(rows), f"the rows are not {sealed['rows']}")
    require(hash_field(sealed, "root") == rows_root(rows), "the root over the rows is another")
    counts = [(field(item, "label"), field(item, "count", int))
              for item in field(sealed, "classes", list)]
    require(sorted(counts) == sorted(collections.Counter(row[2] for row in rows).items()),
            "the class counts are others")
    require(field(sealed, "origin") == keys[0].name, "the origin is not the name of the log's key")
    said = [f"{len(rows)} rows, root {sealed['root']}, Statement signed by {len(publics)}"]
    verdict = read("snapshot.svr.json", optional=True)
    if verdict is not None:
        granted = open_statement(verdict, SVR, digest, publics)
        require("FLIPGUARD_LABEL_" + field(sealed, "level") in field(granted, "properties", list),
                "the SVR grants another level than the Statement")
        said.append(f"SVR of level {sealed['level']}")
    proof = read("proof.tlog-proof", optional=True)
    if proof is not None:
        entry, index, size, origin = open_proof(proof, policy)
        covered = check_seal(entry, sealed, digest, publics, key_id(keys[0].public))
        require(covered <= index, f"seal {index} covers {covered} entries, also itself")
        said.append(f"seal at index {index} of {size} in {origin}")
    return ", ".join(said)
