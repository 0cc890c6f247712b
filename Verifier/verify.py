#!/usr/bin/env python3
"""Verifies notes, checkpoints, proofs, tiled logs and sealed snapshots of a label ledger, by C2SP
signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles and RFC 6962. The first --key
is the log's; every key given must have signed. Exit status: 0 verified, 1 not, 2 cannot say."""
import argparse, base64, collections, csv, hashlib, json, re, sys  # noqa: E401
from pathlib import Path
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Key = collections.namedtuple("Key", "name id type public")
NAME, INT = "([^\\s+\ud800-\udfff]+)", "(0|[1-9][0-9]{0,18})"
CHECKPOINT = re.compile(f"(.+)\n{INT}\n(.+)\n(?:.+\n)*")
PROOF = re.compile(rf"c2sp\.org/tlog-proof@v1\n(?:extra (.*)\n)?index {INT}\n((?:.+\n)*)\n([^\0]*)")

def require(holds, sentence):
    if not holds:
        raise ValueError(sentence)
def sha256(data): return hashlib.sha256(data).digest()
def leaf_hash(data): return sha256(b"\0" + data)
def node_hash(left, right): return sha256(b"\1" + left + right)

def b64(text, what, length=None):
    """Decodes standard base64; only the one canonical spelling of the bytes passes."""
    data = base64.b64decode(text, validate=True)
    canonical = base64.b64encode(data).decode() == text and length in (None, len(data))
    require(canonical, f"{what} is not canonical base64 of {length or 'its'} bytes")
    return data

def check_signature(public, signature, message, what):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise ValueError(f"bad signature: {what}") from None

def parse_key(text):
    """Reads name+id+base64(type || key), of type 1 (Ed25519) or 4 (Ed25519 cosignature)."""
    parts = re.fullmatch(NAME + r"\+([0-9a-f]{8})\+(.+)", text)
    require(parts, "not a verifier key")
    name, key_id, raw = parts[1], bytes.fromhex(parts[2]), b64(parts[3], "the verifier key", 33)
    require(raw[0] in (1, 4), f"a key of type {raw[0]}, not 1 or 4")
    require(sha256(name.encode() + b"\n" + raw)[:4] == key_id, "wrong key ID")
    return Key(name, key_id, raw[0], raw[1:])

def open_note(data, keys):
    """The text and its signers. A bad signature by a key given spoils it, others are ignored."""
    text, blank, block = data.decode().rpartition("\n\n")
    require(not re.search("[\0-\t\v-\x1f]", text + block), "the note has a control character")
    require(blank and block.endswith("\n") and block.count("\n") <= 100,
            "the note has no complete block of at most 100 signatures")
    text, signers = text + "\n", set()
    for line in block[:-1].split("\n"):
        parts = re.fullmatch("\u2014 " + NAME + " (.+)", line)
        require(parts, f"malformed signature line {line!r}")
        name, raw, message = parts[1], b64(parts[2], "a signature"), text.encode()
        require(len(raw) > 4, f"the signature of {name} is too short")
        for key in (key for key in keys if (key.name, key.id) == (name, raw[:4])):
            time, signature = (raw[4:12], raw[12:]) if key.type == 4 else (None, raw[4:])
            if time:  # A cosignature says when it was made.
                require(time[0] < 128, f"the cosignature of {name} has a time past 2^63 - 1")
                message = b"cosignature/v1\ntime %d\n" % int.from_bytes(time, "big") + message
            check_signature(key.public, signature, message, f"the note's, by {name}")
            signers.add(key)
    return text, signers

def open_checkpoint(data, keys):
    """Origin, tree size and root hash; the log's key and all others given must have signed."""
    text, signers = open_note(data, keys)
    parts = CHECKPOINT.fullmatch(text)
    require(parts and int(parts[2]) < 2**63, "the checkpoint's lines are not origin, size, root")
    require(any((key.name, key.type) == (parts[1], 1) for key in signers),
            f"no log key given has signed the checkpoint of origin {parts[1]!r}")
    require(signers >= set(keys), "a signature or cosignature that is asked for is missing")
    return parts[1], int(parts[2]), b64(parts[3], "the root hash", 32)

def tree_root(hashes):
    """RFC 6962, section 2.1, over leaf hashes."""
    if len(hashes) < 2:
        return hashes[0] if hashes else sha256(b"")
    half = 1 << (len(hashes) - 1).bit_length() - 1  # the largest power of 2 below
    return node_hash(tree_root(hashes[:half]), tree_root(hashes[half:]))

def path_root(index, size, leaf, proof):
    """The root that an inclusion proof leads to: RFC 6962, section 2.1.1, from the root down."""
    require(index < size and len(leaf) == 32, f"index {index} is not below the tree size {size}")
    require(bool(proof) == (size > 1), f"the inclusion proof is too {'long' if proof else 'short'}")
    if size == 1:
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return node_hash(path_root(index, half, leaf, proof[:-1]), proof[-1])
    return node_hash(proof[-1], path_root(index - half, size - half, leaf, proof[:-1]))

def open_proof(data, keys, entry=None):
    """The entry, given or from the line `extra`, its index, and the tree's size and origin."""
    parts = PROOF.fullmatch(data.decode())
    require(parts, "not a c2sp.org/tlog-proof@v1 file")
    extra, index, lines, note = parts.groups()
    require((entry, extra) != (None, None), "the proof file does not carry its entry: give it too")
    entry = b64(extra, "the extra line") if entry is None else entry
    origin, size, root = open_checkpoint(note.encode(), keys)
    proof = [b64(line, "a hash of the proof", 32) for line in lines.split("\n")[:-1]]
    require(path_root(int(index), size, leaf_hash(entry), proof) == root, "the root is another")
    return entry, int(index), size, origin

def tile_path(level, number, width=256):
    *upper, last = re.findall("...", str(number).zfill(-(-len(str(number)) // 3) * 3))
    path = "/".join([str(level), *("x" + part for part in upper), last])
    return path if width == 256 else f"{path}.p/{width}"

def split_tile(level, data, path):
    """A tile's hashes of 32 bytes, or a bundle's entries, each after its length in 2 bytes."""
    items, at, prefix = [], 0, 2 if level == "entries" else 0
    while at < len(data):
        end = at + prefix + (int.from_bytes(data[at:at + 2], "big") if prefix else 32)
        require(end <= len(data), f"tile/{path} is cut short")
        items, at = items + [data[at + prefix:end]], end
    return items

def read_row(folder, level, size):
    """The first `size` items of a level, or of `entries`; full tiles may stand for partial ones."""
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        paths = [tile_path(level, number, width), tile_path(level, number)]
        path = next((path for path in paths if Path(folder, "tile", path).exists()), None)
        require(path, f"tile/{paths[0]} is missing")
        items = split_tile(level, Path(folder, "tile", path).read_bytes(), path)
        require(len(items) in (width, 256), f"tile/{path} holds {len(items)} items")
        yield from items[:width]

def note(keys, file):
    signers = open_note(Path(file).read_bytes(), keys)[1]
    require(signers >= set(keys), "the note is not signed by all keys given")
    return f"note signed by {', '.join(key.name for key in keys)}"

def checkpoint(keys, file):
    origin, size, root = open_checkpoint(Path(file).read_bytes(), keys)
    return f"checkpoint of {origin}, {size} entries, root {root.hex()}"

def inclusion(keys, file, entry=None):
    data, index, size, origin = open_proof(
        Path(file).read_bytes(), keys, entry and Path(entry).read_bytes())
    return f"entry {index} of {size} in {origin}, {len(data)} bytes"

def consistency(keys, old, new, folder):
    (origin, small, before), (same, large, after) = (
        open_checkpoint(Path(path).read_bytes(), keys) for path in (old, new))
    require(origin == same and small <= large, f"{large} entries of {same} follow not {small}")
    leaves = list(read_row(folder, 0, large))  # Both roots from one list: no proof needed.
    require(tree_root(leaves) == after, f"the tiles do not give the new root, of {large} entries")
    require(tree_root(leaves[:small]) == before, f"the new log is no extension of the old {small}")
    return f"{origin} of {large} entries extends that of {small} entries"

def log(keys, folder, file=None):
    origin, size, root = open_checkpoint(Path(file or f"{folder}/checkpoint").read_bytes(), keys)
    level, row = 0, [leaf_hash(entry) for entry in read_row(folder, "entries", size)]
    require(tree_root(row) == root, f"the {size} entries do not give the checkpoint's root")
    while row:
        require(list(read_row(folder, level, len(row))) == row, f"wrong hashes in level {level}")
        level, row = level + 1, [tree_root(row[i:i + 256]) for i in range(0, len(row) - 255, 256)]
    return f"{origin}: {size} entries, root {root.hex()}, and {level} levels of tiles"

def snapshot(keys, folder):
    """The seal, an entry in the log, must name the file's digest and the root over its rows."""
    entry, index, size, origin = open_proof(Path(folder, "proof.tlog-proof").read_bytes(), keys)
    payload = json.loads(b64(json.loads(entry)["payload"], "the payload"))
    data, seal = Path(folder, "snapshot.csv").read_bytes(), payload["seal"]
    require(payload["kind"] == "snapshot.sealed" and seal["size"] <= index, "it is no seal")
    require(seal["file"] == sha256(data).hex(), "the seal names another file")
    rows = list(csv.reader(data.decode().split("\n")[1:-1], strict=True))
    texts = [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]
    root = tree_root([leaf_hash(text) for text in texts]).hex()
    require((seal["rows"], seal["root"]) == (len(rows), root), "the root over the rows is another")
    return f"{len(rows)} rows, root {root}, seal at index {index} of {size} in {origin}"

COMMANDS = {  # name: what it runs, and how many paths it takes
    "note": (note, {1}), "checkpoint": (checkpoint, {1}), "inclusion": (inclusion, {1, 2}),
    "consistency": (consistency, {3}), "log": (log, {1, 2}), "snapshot": (snapshot, {1})}

def run(parser, command, counts, keys, paths):
    """Runs a command and prints its one sentence; exits where it is not verified."""
    if len(paths) not in counts:
        parser.error("a path is missing, or there is one too many")
    try:
        print("verified:", command(keys, *paths))
    except OSError as error:
        parser.exit(2, f"error: {error}\n")
    except (LookupError, TypeError, ValueError, csv.Error, RecursionError) as error:
        parser.exit(1, f"not verified: {' '.join(str(error).split())}\n")

def main(arguments, commands=COMMANDS):
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("command", choices=commands)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--key", action="append", required=True, type=parse_key, metavar="VKEY")
    options = parser.parse_intermixed_args(arguments)
    run(parser, *commands[options.command], options.key, options.paths)

if __name__ == "__main__":
    main(sys.argv[1:])
