"""Works of every kind for the writers, with names that nobody would choose."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from apps.citing.dtos import Bibliography, Held, Release, Work

ORIGIN = "https://bdp.example"
SHA256 = "0f" * 32
NASTY = [
    "braces { and }", "}, note = {taken over", "a % remark", "R&D", "#1", "a_b", "$5^2~",
    "C:\\temp", "{{", "}}",
    "ER  - ", "Münchner Größe", "Δ9-desaturase 脂肪", "5'-nucleotidase", 'a "quoted" <i>name</i>',
    "one -- two --- three", "``both''", "@misc{x,", "a | b > c", "\\{", "\\\\", "¿qué?`!`",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(NASTY),
    st.text(
        st.one_of(
            st.sampled_from("{}\\%&#_$~^<>|\"'`-,@=! ?\n\r\t\x85\u2028"),
            st.characters(codec="utf-8", categories=["L", "N", "P", "S"]),
        ),
        min_size=1,
        max_size=40,
    ),
).filter(lambda text: text.strip() != "")


def work(**details: Any) -> Work:
    """One version, of which these details matter."""
    known: dict[str, Any] = {
        "origin": ORIGIN, "organization": "uniprot", "publisher": "UniProt", "citation": None,
        "website": None, "source": "sprot", "name": "Swiss-Prot", "description": None,
        "entry_type": "data_source", "source_type": "database", "external_id": None, "tags": (),
        "aliases": (), "homepage": None, "license": "CC-BY-4.0", "license_note": None,
        "version": "1.4.0", "external_version": "2024_01", "effective_date": date(2024, 1, 24),
        "status": "published",
    }  # fmt: skip
    return Work(**{**known, **details})


def protein(**details: Any) -> Work:
    """A version of human insulin, held in two releases, with one file."""
    held = [
        Release(source="swissprot", version=f"1.{n}.0", external_version=f"2024_0{n}")
        for n in (1, 2)
    ]
    fasta = Held(
        format="fasta", path="sources/uniprot/P01308/versions/1.4.0/files/fasta", sha256=SHA256
    )
    known = {
        "source": "P01308", "name": "Insulin", "source_type": "protein", "external_version": None,
        "external_id": "INS_HUMAN", "releases": tuple(held), "files": (fasta,),
    }  # fmt: skip
    return work(**{**known, **details})


def told(*works: Work, **more: Any) -> Bibliography:
    """Works to be written together."""
    return Bibliography(origin=ORIGIN, works=works, **more)


def said(text: str) -> str:
    """A text as any reader may show it: blanks of every kind are one blank."""
    return " ".join(text.split())
