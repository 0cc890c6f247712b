#!/usr/bin/env python3
"""Verifies notes, checkpoints, proofs, label ledgers and sealed snapshots; README.md says how.

Exit status: 0 verified, 1 not verified, 2 wrong usage or a file that cannot be read.
"""
import argparse
import os
import sys

try:
    from entries import Entries
    from notes import NotVerified, open_checkpoint, open_note, parse_key, parse_policy
    from notes import policy_of_keys, require
    from snapshot import check_snapshot
    from tree import check_tiles, leaf_hash, open_proof, read_row, tree_root
except ModuleNotFoundError as error:
    print(f"error: Python package missing: {error.name}", file=sys.stderr)
    sys.exit(2)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def note(options, keys, policy):
    _, signers = open_note(read(options.file), keys)
    missing = [key.name for key in keys if key not in signers]
    require(not missing, f"not signed by {', '.join(missing)}")
    return f"note signed by {', '.join(key.name for key in keys)}"


def checkpoint(options, keys, policy):
    origin, size, root = open_checkpoint(read(options.file), policy)
    return f"checkpoint of {origin}, {size} entries, root {root.hex()}"


def inclusion(options, keys, policy):
    entry = read(options.entry) if options.entry else None
    entry, index, size, origin = open_proof(read(options.file), policy, entry)
    return f"entry {index} of {size} in {origin}, {len(entry)} bytes"


def consistency(options, keys, policy):
    """Both roots are recomputed from the same leaf hashes, so no proof need be trusted."""
    (origin, small, old), (same, large, new) = (
        open_checkpoint(read(path), policy) for path in (options.old, options.new))
    require(origin == same, f"the checkpoints are of two logs, {origin} and {same}")
    require(small <= large, f"the old checkpoint has {small} entries, the new one only {large}")
    leaves = list(read_row(options.log, 0, large))
    require(tree_root(leaves) == new, f"the tiles do not give the new root, of {large} entries")
    require(tree_root(leaves[:small]) == old, f"the new log is no extension of the old {small}")
    return f"{origin} of {large} entries extends that of {small} entries"


def log(options, keys, policy):
    origin, size, root = open_checkpoint(
        read(options.checkpoint or os.path.join(options.folder, "checkpoint")), policy)
    leaves = [leaf_hash(entry) for entry in read_row(options.folder, "entries", size)]
    require(tree_root(leaves) == root, f"the {size} entries do not give the checkpoint's root")
    counts = check_tiles(options.folder, leaves)
    sentence = "{}: {} entries, root {}, {tiles} tiles and {bundles} bundles ".format(
        origin, size, root.hex(), **counts)
    sentence += "({past} reach past this checkpoint, {strangers} other files)".format(**counts)
    if options.raw:
        return sentence + ", contents of entries not looked at"
    entries = Entries(policy.logs[0], leaves)
    for index, data in enumerate(read_row(options.folder, "entries", size)):
        try:
            entries.check(index, data)
        except NotVerified as error:
            raise NotVerified(f"entry {index}: {error}") from None
    return sentence + f", {len(entries.last)} actors, {entries.signed_by_actors} actors' signatures"


def snapshot(options, keys, policy):
    return check_snapshot(options.folder, keys)


def parse(arguments):
    """Reads the command line; exits with status 2 if it is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True)
    for run in (note, checkpoint, inclusion, consistency, log, snapshot):
        command = commands.add_parser(run.__name__, allow_abbrev=False)
        command.set_defaults(run=run)
        for name in {consistency: ["old", "new"], log: ["folder"], snapshot: ["folder"]}.get(
                run, ["file"]):
            command.add_argument(name)
        command.add_argument("--key", action="append", default=[], metavar="VKEY",
                             help="the log's verifier key first; then others that must have signed")
        if run in (checkpoint, inclusion):
            command.add_argument("--policy", metavar="FILE", help="a tlog-policy file")
        if run is inclusion:
            command.add_argument("--entry", metavar="FILE", help="the entry, if not in the file")
        if run is consistency:
            command.add_argument("--log", metavar="FOLDER", required=True)
        if run is log:
            command.add_argument("--raw", action="store_true", help="entries are just bytes")
            command.add_argument("--checkpoint", metavar="FILE", help="instead of the folder's own")
    options = parser.parse_args(arguments)
    options.policy = getattr(options, "policy", None)
    if bool(options.key) == bool(options.policy):
        either = options.run in (checkpoint, inclusion)
        parser.error("give either --key or --policy" if either else "--key is missing")
    return options


def main(options):
    """Runs the command, prints its one sentence, and returns the exit status."""
    try:
        keys = [parse_key(text) for text in options.key]
        policy = None
        if options.run is not note:
            policy = parse_policy(read(options.policy)) if options.policy else policy_of_keys(keys)
    except (NotVerified, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    try:
        print(f"verified: {options.run(options, keys, policy)}")
        return 0
    except NotVerified as error:
        print(f"not verified: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(parse(sys.argv[1:])))
