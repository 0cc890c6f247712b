"""Signed notes, checkpoints and policies (C2SP signed-note, tlog-checkpoint, tlog-cosignature,
tlog-policy)."""
import base64
import collections
import hashlib
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class NotVerified(Exception):
    """Something does not hold; the message is one sentence that says what."""


Key = collections.namedtuple("Key", "name id type public")
Policy = collections.namedtuple("Policy", "logs witnesses quorum")  # quorum: set of keys -> bool


def require(holds, sentence):
    if not holds:
        raise NotVerified(sentence)


def sha256(data):
    return hashlib.sha256(data).digest()


def b64(text, what, length=None):
    """Decodes standard base64; only the one canonical spelling of the bytes passes."""
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise NotVerified(f"{what} is not base64") from None
    require(base64.b64encode(data).decode() == text, f"{what} is not canonical base64")
    require(length in (None, len(data)), f"{what} has {len(data)} bytes instead of {length}")
    return data


def decimal(text, what):
    """Reads a number from 0 to 2^63 - 1 without sign or leading zeros."""
    fits = re.fullmatch("0|[1-9][0-9]{0,18}", text) and int(text) < 2**63
    require(fits, f"{text!r} is not a {what}")
    return int(text)


def check_signature(public, signature, message, what):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise NotVerified(f"bad signature: {what}") from None


def is_key_name(name):
    return name and not any(c.isspace() or c == "+" or "\ud800" <= c <= "\udfff" for c in name)


def parse_key(text):
    """Reads name+id+base64(type || key), of type 1 (Ed25519) or 4 (Ed25519 cosignature)."""
    name, hex_id, encoded = (text.split("+", 2) + ["", ""])[:3]
    raw = b64(encoded, f"the key in {text!r}")
    require(is_key_name(name) and len(raw) == 33, f"{text!r} is not a verifier key")
    require(raw[0] in (1, 4), f"{text!r} is of type {raw[0]}, not 1 or 4")
    require(sha256(name.encode() + b"\n" + raw)[:4].hex() == hex_id, f"wrong key ID in {text!r}")
    return Key(name, bytes.fromhex(hex_id), raw[0], raw[1:])


def open_note(data, keys):
    """Returns the text and the keys that signed it. A bad signature by a known key spoils the note;
    signatures by unknown keys are ignored."""
    try:
        note = data.decode()
    except UnicodeDecodeError:
        raise NotVerified("the note is not UTF-8") from None
    require(not re.search("[\0-\x09\x0b-\x1f]", note), "the note contains a control character")
    text, blank, block = note.rpartition("\n\n")
    require(blank and block.endswith("\n"), "the note has no complete block of signatures")
    text, lines, signers = text + "\n", block[:-1].split("\n"), set()
    require(len(lines) <= 100, "the note has more than 100 signatures")
    for line in lines:
        dash, name, encoded = (line.split(" ", 2) + ["", ""])[:3]
        require(dash == "\u2014" and is_key_name(name), f"malformed signature line {line!r}")
        raw = b64(encoded, f"the signature of {name}")
        require(len(raw) > 4, f"the signature of {name} is too short")
        for key in keys:
            if (key.name, key.id) == (name, raw[:4]):
                check_note_signature(key, raw[4:], text.encode())
                signers.add(key)
    return text, signers


def check_note_signature(key, signature, text):
    if key.type == 4:
        time, signature = int.from_bytes(signature[:8], "big"), signature[8:]
        require(time < 2**63, f"the cosignature of {key.name} has a time past 2^63 - 1")
        text = b"cosignature/v1\ntime %d\n" % time + text
    check_signature(key.public, signature, text, f"the note's, by {key.name}")


def open_checkpoint(data, policy):
    """Returns origin, tree size and root hash of a checkpoint that satisfies the policy."""
    text, signers = open_note(data, policy.logs + policy.witnesses)
    lines = text[:-1].split("\n")
    require(len(lines) >= 3 and all(lines), "the checkpoint is not three or more non-empty lines")
    origin, size, root = lines[:3]
    size, root = decimal(size, "tree size"), b64(root, "the root hash", 32)
    require(any(key.name == origin and key in signers for key in policy.logs),
            f"no log key given has signed the checkpoint of origin {origin!r}")
    require(policy.quorum(signers), "cosignatures that are asked for are missing")
    return origin, size, root


def policy_of_keys(keys):
    """The first key is the log's; every key given must have signed."""
    require(keys[0].type == 1, "the first key must be the log's own, of type 1")
    return Policy(keys[:1], keys[1:], lambda signers: signers.issuperset(keys))


def parse_policy(data):
    """Reads a tlog-policy file: lines `log`, `witness`, `group` and one `quorum`."""
    require(not re.search(rb"[^\t\n\x20-\x7e\x80-\xff]", data), "control character in the policy")
    require(not data or data.endswith(b"\n"), "the policy's last line is not terminated")
    logs, named, grouped, quorum = [], {"none": (0, [])}, set(), None
    for line in data.decode(errors="surrogateescape").split("\n"):
        word, *rest = [part for part in re.split("[ \t]+", line) if part] or ["#"]
        if word.startswith("#"):
            continue
        bad = f"bad policy line {line!r}"
        if word == "log" and len(rest) in (1, 2):
            logs.append(parse_key(rest[0]))
        elif word == "witness" and len(rest) in (2, 3) and rest[0] not in named:
            named[rest[0]] = parse_key(rest[1])
        elif word == "group" and len(rest) >= 3 and rest[0] not in named:
            name, k, *members = rest
            k = {"any": 1, "all": len(members)}.get(k) or decimal(k, "threshold")
            require(1 <= k <= len(members) == len(set(members)), bad)
            require(all(m in named and m not in grouped and m != "none" for m in members), bad)
            grouped.update(members)
            named[name] = (k, members)
        else:
            require(word == "quorum" and quorum is None and len(rest) == 1, bad)
            quorum = rest[0]
            require(quorum in named, bad)
    require(quorum is not None, "the policy has no quorum line")
    witnesses = [key for key in named.values() if isinstance(key, Key)]
    for keys, kind in ((logs, 1), (witnesses, 4)):
        require(all(key.type == kind for key in keys), "a key in the policy is of the wrong type")
        require(len({key.public for key in keys}) == len(keys), "the policy names a key twice")

    def met(name, signers):
        if isinstance(named[name], Key):
            return named[name] in signers
        k, members = named[name]
        return sum(met(member, signers) for member in members) >= k

    return Policy(logs, witnesses, lambda signers: met(quorum, signers))
