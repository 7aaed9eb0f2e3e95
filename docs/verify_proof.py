#!/usr/bin/env python3
"""Check what a registry says of its own trail, without trusting it.

It needs Python 3.9 or newer and `cryptography`, and nothing of the registry. Fetch, and keep:

    curl -O $REGISTRY/api/v1/audit/keys                  # once: the keys that you trust
    curl -o kept.json $REGISTRY/api/v1/audit/checkpoint  # now and then: a head to hold it to
    curl -o proof.json $REGISTRY/api/v1/audit/$ID/proof  # of a row that matters to you
    curl -o consistency.json "$REGISTRY/api/v1/audit/consistency?from=$KEPT&to=$SIZE"

    verify_proof.py keys proof.json                              # the row is in a signed log
    verify_proof.py keys proof.json kept.json consistency.json   # which continues the one kept

Where the registry has another key by now, fetch the keys once more, into another file: a new one is
trusted where the keys that you keep lead to it, each by its signature over the next.

    verify_proof.py --newer newer-keys keys proof.json

$KEPT and $SIZE are the `tree_size` of the smaller and the larger of the two heads. It prints what
it found and ends with 0, or says what does not hold and ends with 1. Hashes are those of RFC 6962,
the steps those of RFC 9162, sections 2.1.3.2 and 2.1.4.2.
"""

import base64
import datetime as dt
import hashlib
import json
import struct
import sys

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FIELDS = (
    "form", "leaf_index", "id", "action", "user_id", "actor_label", "entity_type", "entity_id",
    "entity_label", "metadata", "request_id", "token_id", "created_at", "ip_digest",
    "user_agent_digest",
)  # fmt: skip


class Broken(Exception):
    """What does not hold, as a sentence."""


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def instant(text):
    """When it is, whether or not it has a fraction of a second."""
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))  # noqa: FURB162  for 3.9


def trusted(kept, newer):
    """The keys that were kept, and those that they lead to, each of which signed the next."""
    found = {key["key_id"]: key for key in kept["keys"]}
    before = None
    for key in newer["keys"]:
        mine = found.get(key["key_id"])
        if mine is not None:
            if mine["public_key"] != key["public_key"]:
                raise Broken("a key that you keep is another one now")
            mine["until"] = mine["until"] or key["until"]
        elif before is not None and endorses(before, key):
            found[key["key_id"]] = key
        before = found.get(key["key_id"])
    return {"keys": list(found.values())}


def endorses(before, key):
    """One key signed the next."""
    public = base64.b64decode(key["public_key"])
    message = "bdp-audit-next-key\n{}\n".format(public.hex()).encode()
    signer = Ed25519PublicKey.from_public_bytes(base64.b64decode(before["public_key"]))
    try:
        signer.verify(base64.b64decode(key.get("endorsement") or ""), message)
    except InvalidSignature:
        return False
    return True


def check_head(head, keys):
    """The head was signed by one of the keys, in its time, over its size, root and instant."""
    known = {key["key_id"]: key for key in keys["keys"]}
    key = known.get(head["key_id"])
    if key is None:
        raise Broken("the head is signed by a key that is not among those you keep")
    at = instant(head["signed_at"])
    if at < instant(key["from"]) or (key["until"] and at > instant(key["until"])):
        raise Broken("the head is signed at a time that its key is not for")
    message = "bdp-audit\n{tree_size}\n{root}\n{signed_at}\n".format(**head).encode()
    public = Ed25519PublicKey.from_public_bytes(base64.b64decode(key["public_key"]))
    try:
        public.verify(base64.b64decode(head["signature"]), message)
    except InvalidSignature:
        raise Broken("the head's signature does not hold") from None


def check_inclusion(proof):
    """The leaf is where the proof says, in the log of the head that comes with it."""
    head, index = proof["checkpoint"], proof["leaf_index"]
    if (proof["root"], proof["tree_size"]) != (head["root"], head["tree_size"]):
        raise Broken("the proof and its head are of two logs")
    if proof.get("leaf") is not None:
        check_leaf(base64.b64decode(proof["leaf"]), proof)
    last, found = head["tree_size"] - 1, bytes.fromhex(proof["leaf_hash"])
    if not 0 <= index <= last:
        raise Broken("the leaf is beyond the end of the log")
    for beside in map(bytes.fromhex, proof["hashes"]):
        if last == 0:
            raise Broken("the proof has more hashes than its log has levels")
        if index % 2 or index == last:
            found = node(beside, found)
            while index and not index % 2:
                index, last = index >> 1, last >> 1
        else:
            found = node(found, beside)
        index, last = index >> 1, last >> 1
    if last or found.hex() != head["root"]:
        raise Broken("the proof does not lead to the root that was signed")


def check_leaf(content, proof):
    """The bytes of the row are what the leaf stands for, and name its place."""
    if hashlib.sha256(b"\x00" + content).hexdigest() != proof["leaf_hash"]:
        raise Broken("the row's bytes are not what the leaf stands for")
    if struct.unpack(">q", fields(content)["leaf_index"])[0] != proof["leaf_index"]:
        raise Broken("the row was sealed at another place of the log")


def check_consistency(kept, head, hashes):
    """The larger of two logs begins with the smaller, hash by hash."""
    old, new = sorted((kept, head), key=lambda found: found["tree_size"])
    path = [bytes.fromhex(found) for found in hashes]
    first, last = old["tree_size"] - 1, new["tree_size"] - 1
    if first == last:
        if path or old["root"] != new["root"]:
            raise Broken("two logs of one size have two roots: one of them was rewritten")
        return
    if not (first + 1) & first:
        path.insert(0, bytes.fromhex(old["root"]))
    if not path:
        raise Broken("there are no hashes that lead from the head you kept to the other")
    if climbed(first, last, path) != (old["root"], new["root"]):
        raise Broken("the log does not continue the one whose head you kept: it was rewritten")


def climbed(first, last, path):
    """The roots of two logs, of which these are the last leaves, as the hashes make them."""
    while first % 2:
        first, last = first >> 1, last >> 1
    earlier = later = path[0]
    for beside in path[1:]:
        if last == 0:
            raise Broken("there are more hashes than the log has levels")
        if first % 2 or first == last:
            earlier, later = node(beside, earlier), node(beside, later)
            while first and not first % 2:
                first, last = first >> 1, last >> 1
        else:
            later = node(later, beside)
        first, last = first >> 1, last >> 1
    if last:
        raise Broken("there are fewer hashes than the log has levels")
    return earlier.hex(), later.hex()


def fields(content):
    """The bytes of each field of a row, by name; None where it is null."""
    (count,) = struct.unpack_from(">i", content)
    found, at = [], 4
    for _ in range(count):
        _, size = struct.unpack_from(">Ii", content, at)
        found.append(None if size < 0 else content[at + 8 : at + 8 + size])
        at += 8 + max(size, 0)
    if at != len(content) or count != len(FIELDS) or found[0] != b"bdp-audit-row-1":
        raise Broken("the row's bytes are of a form that this program does not know")
    return dict(zip(FIELDS, found))


def told(proof):
    """What the row says, as far as its bytes were given."""
    place = "leaf {leaf_index:,} of {tree_size:,}".format(**proof)
    if proof.get("leaf") is None:
        return f"The row is {place}; its bytes were not given."
    row = fields(base64.b64decode(proof["leaf"]))
    who, what, whom = (row[name].decode() for name in ("actor_label", "action", "entity_label"))
    return f"The row is {place}: {who}, {what}, {whom}."


def main(keys, proof, kept=None, consistency=None, newer=None):
    """Check what is given, and say so."""
    if newer is not None:
        keys = trusted(keys, newer)
    check_head(proof["checkpoint"], keys)
    check_inclusion(proof)
    print(told(proof))
    print("The head was signed at {signed_at} by {key_id}.".format(**proof["checkpoint"]))
    if kept is not None:
        check_head(kept, keys)
        check_consistency(kept, proof["checkpoint"], (consistency or {"hashes": []})["hashes"])
        print("Both heads are of one log: nothing in the smaller was changed.")


if __name__ == "__main__":
    paths, newer = sys.argv[1:], None
    if paths[:1] == ["--newer"]:
        _, newer, *paths = paths if len(paths) > 1 else sys.exit(__doc__)
    if len(paths) not in (2, 3, 4):
        sys.exit(__doc__)
    try:
        given = [json.load(open(path, encoding="utf-8")) for path in paths]
        main(*given, newer=newer and json.load(open(newer, encoding="utf-8")))
    except Broken as broken:
        sys.exit(f"It does not hold: {broken}.")
    except (ValueError, KeyError, TypeError, struct.error, OSError) as unreadable:
        sys.exit(f"It cannot be checked: {unreadable!r}.")
