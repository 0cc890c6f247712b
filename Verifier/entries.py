"""Entries of a label ledger: their fields, signatures, keys, actors' chains and references."""
import re

from envelope import field, hash_field, key_id, open_envelope
from notes import b64, parse_key, require
from tree import leaf_hash

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
