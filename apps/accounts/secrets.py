r"""How a token is written: so that scanners find those that leaked, and typing errors cost nothing.

`bdp_`, 30 random letters and digits (178 bits), and the CRC-32 (ISO 3309) of those 30 as six digits
to the base 62, most significant first: `\bbdp_[0-9A-Za-z]{36}\b`. Tokens of the first months are
`bdp_` and 43 letters, digits, “-” and “_” without a checksum; they hold until they end.
"""

import re
import secrets
from binascii import crc32
from string import ascii_lowercase, ascii_uppercase, digits

PREFIX = "bdp_"
ALPHABET = digits + ascii_uppercase + ascii_lowercase
RANDOM, CHECKSUM = 30, 6

WRITTEN = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{RANDOM}}})([0-9A-Za-z]{{{CHECKSUM}}})")
WRITTEN_AT_FIRST = re.compile(rf"{PREFIX}[0-9A-Za-z_-]{{43}}")


def new_secret() -> str:
    """A secret that nobody has had."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(RANDOM))
    return PREFIX + drawn + checksum_of(drawn)


def may_be_a_secret(text: str) -> bool:
    """Whether a token could be written so: what cannot is not looked for."""
    if written := WRITTEN.fullmatch(text):
        return checksum_of(written[1]) == written[2]
    return WRITTEN_AT_FIRST.fullmatch(text) is not None


def checksum_of(drawn: str) -> str:
    """What stands behind the 30."""
    rest, told = crc32(drawn.encode()), ""
    for _ in range(CHECKSUM):
        rest, digit = divmod(rest, len(ALPHABET))
        told = ALPHABET[digit] + told
    return told
