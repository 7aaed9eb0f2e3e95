"""The canonical form of a row of the trail, in SQL: the bytes of its leaf.

It is the row as PostgreSQL sends a record: a 32-bit number of fields, then for each the 32-bit OID
of its type, the 32-bit length of its value (-1 for null) and the value, all numbers big-endian. The
fields are those of CONTENT, in that order. Texts are UTF-8; ids 16 bytes; the leaf's number 64
bits; an instant the 64-bit number of microseconds since 2000-01-01 in UTC; `metadata` is the text
of the jsonb: keys by length and then by bytes, numbers as they were written, exponents spelled out.

The leaf's number is in it, so that no two leaves can change places, and the digests of address and
user agent are, so that these can be erased. It is a text of ours, not a function of the database,
which whoever owns that could replace.
"""

FORM = "bdp-audit-row-1"  # the first field: another form would have another name

# Of `leaf` (with its leaf_index), `entry` (the row) and `origin` (what stands beside it, or nulls).
CONTENT = f"""record_send(ROW('{FORM}'::text, leaf.leaf_index::bigint, entry.id,
    entry.action::text, entry.user_id, entry.actor_label::text, entry.entity_type::text,
    entry.entity_id, entry.entity_label::text, entry.metadata::text, entry.request_id,
    entry.token_id, entry.created_at, origin.ip_digest, origin.user_agent_digest))"""
LEAF_HASH = f"sha256('\\x00'::bytea || {CONTENT})"

# What is kept of a value once it is erased, beside the salt that nobody knows then.
IP_DIGEST = "sha256({row}.salt || convert_to(host({row}.ip_address), 'UTF8'))"
USER_AGENT_DIGEST = "sha256({row}.salt || convert_to({row}.user_agent, 'UTF8'))"
# A value that is erased takes its salt along: with that, who has the digest would guess it again.
DIGESTS_FIT = f"""
    CASE WHEN {{row}}.salt IS NULL THEN {{row}}.ip_address IS NULL AND {{row}}.user_agent IS NULL
    ELSE {{row}}.ip_digest IS NOT DISTINCT FROM {IP_DIGEST}
         AND {{row}}.user_agent_digest IS NOT DISTINCT FROM {USER_AGENT_DIGEST} END
"""
