#!/usr/bin/env python3
"""Verifies a checkpoint or a proof file against a C2SP tlog-policy file, which says whose
cosignatures are enough; verify.py asks for all of the keys it is given.

    policy.py checkpoint POLICY FILE
    policy.py inclusion POLICY PROOF [ENTRY]

Exit status as of verify.py.
"""
import argparse
import collections
import re
import sys
from pathlib import Path

import verify
from verify import Key, open_note, parse_key, require

Policy = collections.namedtuple("Policy", "logs witnesses quorum")  # quorum: set of keys -> bool


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
            require(re.fullmatch("any|all|[1-9][0-9]{0,8}", k), bad)
            k = {"any": 1, "all": len(members)}.get(k) or int(k)
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


def signers_of(policy, note):
    """The keys of the policy that have signed, which must be as many as it asks for."""
    _, signers = open_note(note, policy.logs + policy.witnesses)
    require(policy.quorum(signers), "cosignatures that the policy asks for are missing")
    require(any(key in signers for key in policy.logs), "no log of the policy has signed")
    return [key for key in policy.logs + policy.witnesses if key in signers]


def checkpoint(policy, file):
    return verify.checkpoint(signers_of(policy, Path(file).read_bytes()), file)


def inclusion(policy, file, entry=None):
    note = Path(file).read_bytes().partition(b"\n\n")[2]
    return verify.inclusion(signers_of(policy, note), file, entry)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    commands = {"checkpoint": (checkpoint, {1}), "inclusion": (inclusion, {1, 2})}
    parser.add_argument("command", choices=commands)
    parser.add_argument("policy")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args(arguments)
    try:
        policy = parse_policy(Path(options.policy).read_bytes())
    except (OSError, ValueError) as error:
        parser.error(str(error))
    verify.run(parser, *commands[options.command], policy, options.paths)


if __name__ == "__main__":
    main(sys.argv[1:])
