"""Strict JSON and DSSE envelopes (DSSE 1.0.2)."""
import json
import re

from notes import NotVerified, b64, check_signature, require, sha256


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
        raise NotVerified(f"{what} has the number {text[:40]}")

    def depth(value):
        parts = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth, parts), default=0) if isinstance(value, (dict, list)) else 0

    try:
        value = json.loads(data.decode(), object_pairs_hook=pairs, parse_int=integer,
                           parse_float=refuse, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()  # Refuses halves of surrogate pairs.
        require(depth(value) <= 16, f"{what} is more than 16 deep")
    except (ValueError, RecursionError):
        raise NotVerified(f"{what} is not strict JSON in UTF-8") from None
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
