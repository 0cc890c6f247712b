"""Merkle trees, proofs and tiles (RFC 6962, RFC 9162, C2SP tlog-proof and tlog-tiles)."""
import os
import re

from notes import NotVerified, b64, decimal, open_checkpoint, require, sha256

TILE = re.compile(r"(entries|[0-9]|[1-5][0-9]|6[0-3])/((?:x[0-9]{3}/)*[0-9]{3})"
                  r"(?:\.p/([1-9][0-9]?|1[0-9]{2}|2[0-4][0-9]|25[0-5]))?")


def leaf_hash(data):
    return sha256(b"\0" + data)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


def tree_root(hashes):
    """Pairs neighbours, carrying an odd last one up, until one hash is left."""
    while len(hashes) > 1:
        paired = [node_hash(*hashes[i:i + 2]) for i in range(0, len(hashes) - 1, 2)]
        hashes = paired + hashes[2 * len(paired):]
    return hashes[0] if hashes else sha256(b"")


def check_inclusion(index, size, leaf, proof, root):
    """The procedure of RFC 9162, section 2.1.3.2."""
    require(index < size, f"index {index} is not below the tree size {size}")
    require(all(len(value) == 32 for value in (leaf, root, *proof)), "a hash is not of 32 bytes")
    fn, sn, value = index, size - 1, leaf
    for sibling in proof:
        require(sn > 0, "the inclusion proof is too long")
        if fn & 1 or fn == sn:
            value = node_hash(sibling, value)
            while fn and not fn & 1:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, sibling)
        fn, sn = fn >> 1, sn >> 1
    require(sn == 0, "the inclusion proof is too short")
    require(value == root, "the inclusion proof does not lead from the entry to the root")


def open_proof(data, policy, entry=None):
    """Checks a proof file for the entry given, else for the one in its `extra` line; returns the
    entry, its index, the tree size and the origin."""
    head, blank, checkpoint = data.partition(b"\n\n")
    lines = head.decode("ascii", "replace").split("\n")
    require(blank and lines.pop(0) == "c2sp.org/tlog-proof@v1", "not a c2sp.org/tlog-proof@v1 file")
    if lines and lines[0].startswith("extra "):
        extra = b64(lines.pop(0)[6:], "the extra line")
        entry = extra if entry is None else entry
    require(lines and lines[0].startswith("index "), "the proof file has no index line")
    index = decimal(lines.pop(0)[6:], "index")
    proof = [b64(line, "a line of the proof", 32) for line in lines]
    origin, size, root = open_checkpoint(checkpoint, policy)
    require(entry is not None, "the proof file does not carry its entry: give it with --entry")
    check_inclusion(index, size, leaf_hash(entry), proof, root)
    return entry, index, size, origin


def tile_path(level, number, width=256):
    path = f"{number % 1000:03}"
    while number >= 1000:
        number //= 1000
        path = f"x{number % 1000:03}/{path}"
    return f"{level}/{path}" + (f".p/{width}" if width < 256 else "")


def read_tile(folder, level, number, width):
    """Reads a tile or bundle; a full one may stand for a partial one that was deleted."""
    for path in (tile_path(level, number, width), tile_path(level, number)):
        try:
            with open(os.path.join(folder, "tile", path), "rb") as file:
                return file.read()
        except FileNotFoundError:
            continue
    raise NotVerified(f"tile/{tile_path(level, number, width)} is missing")


def split_bundle(data, path):
    """The entries of a bundle: each a big-endian 16-bit length and that many bytes."""
    entries, at = [], 0
    while at < len(data):
        end = at + 2 + int.from_bytes(data[at:at + 2], "big")
        require(at + 2 <= len(data) and end <= len(data), f"tile/{path} is cut short")
        entries.append(data[at + 2:end])
        at = end
    return entries


def split_hashes(data, path):
    require(len(data) % 32 == 0, f"tile/{path} is not whole hashes")
    return [data[i:i + 32] for i in range(0, len(data), 32)]


def read_row(folder, level, size):
    """Yields the first `size` items of level 0 (hashes) or of `entries`, in order."""
    split = split_bundle if level == "entries" else split_hashes
    for number in range((size + 255) // 256):
        width = min(256, size - number * 256)
        path = tile_path(level, number, width)
        items = split(read_tile(folder, level, number, width), path)
        require(len(items) in (width, 256), f"tile/{path} holds {len(items)} items")
        yield from items[:width]


def check_tiles(folder, leaves):
    """Compares every file under tile/ with the tree over the leaf hashes, and misses none. Returns
    how many hash tiles and bundles agree, how many reach past the tree (these are compared up to
    its size), and how many files are none of the log's."""
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
            with open(os.path.join(where, name), "rb") as file:
                data = file.read()
            if match[1] == "entries":
                level, items = 0, [leaf_hash(entry) for entry in split_bundle(data, path)]
            else:
                level, items = int(match[1]), split_hashes(data, path)
            require(len(items) == width, f"tile/{path} holds {len(items)} items")
            row = levels[level] if level < len(levels) else []
            wanted = row[number * 256:number * 256 + width]
            require(items[:len(wanted)] == wanted, f"tile/{path} does not agree with the entries")
            counts["past"] += len(wanted) < width
            counts["bundles" if match[1] == "entries" else "tiles"] += 1
    for level, row in enumerate(levels):
        for number in range((len(row) + 255) // 256):
            read_tile(folder, level, number, min(256, len(row) - number * 256))
    return counts
