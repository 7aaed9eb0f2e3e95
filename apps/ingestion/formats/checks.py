"""What can be computed of a sequence: its CRC64 and its mass, as UniProt prints them.

CRC64 is that of ISO 3309 (x⁶⁴ + x⁴ + x³ + x + 1, reflected, no final complement). Masses are the
average isotopic masses of residues (https://web.expasy.org/findmod/findmod_masses.html#AA).
"""

from collections.abc import Mapping
from hashlib import sha256

import anycrc  # type: ignore[import-untyped]  # it has no annotations

WATER = 18.01524

MASSES: Mapping[str, float] = {
    "A": 71.0788,
    "B": 114.5962,  # Asx: the mean of aspartic acid and asparagine
    "C": 103.1388,
    "D": 115.0886,
    "E": 129.1155,
    "F": 147.1766,
    "G": 57.0519,
    "H": 137.1411,
    "I": 113.1594,
    "K": 128.1741,
    "L": 113.1594,
    "M": 131.1926,
    "N": 114.1038,
    "O": 237.3018,
    "P": 97.1167,
    "Q": 128.1307,
    "R": 156.1875,
    "S": 87.0782,
    "T": 101.1051,
    "U": 150.0388,
    "V": 99.1326,
    "W": 186.2132,
    "X": 111.0,
    "Y": 163.1760,
    "Z": 128.6231,  # Glx: the mean of glutamic acid and glutamine
}

_CRC64 = anycrc.CRC(width=64, poly=0x1B, init=0, refin=True, refout=True, xorout=0)


def crc64(sequence: bytes) -> str:
    """The checksum of the SQ line: 16 upper case hexadecimal digits."""
    return f"{_CRC64.calc(sequence):016X}"


def mass(sequence: bytes) -> int:
    """The molecular weight in Da, rounded; a letter that stands for no residue weighs nothing."""
    return round(
        WATER + sum(sequence.count(letter.encode()) * each for letter, each in MASSES.items())
    )


def digest(sequence: bytes) -> str:
    """SHA-256 in hexadecimal: the name under which a sequence is kept."""
    return sha256(sequence).hexdigest()
