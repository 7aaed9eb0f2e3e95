"""GN lines: what the genes are called, in the grammar of 2004 and in the free text before it."""

import re
from collections.abc import Iterator

from apps.biology.records import Gene
from apps.ingestion.formats.uniprot.lines import unwrapped, without_evidence

_LISTS = {"Synonyms": "synonyms", "OrderedLocusNames": "ordered_locus", "ORFNames": "orf"}
_TOKENS = re.compile(r";(?:\s+|$)")  # a name may hold a semicolon: `HvPIP2;8`
_AND = "and"
_NONE = Gene()
_OLD_AND = re.compile(r"\s+AND\s+")
_OLD_OR = re.compile(r"\s+OR\s+")


def genes(lines: list[str]) -> tuple[Gene, ...]:
    """The genes in the order of the file."""
    texts = _one_text_each(lines) if _AND in lines else (_text(lines),)
    return tuple(gene for text in texts for gene in _genes(text) if gene != _NONE)


def every_name(found: tuple[Gene, ...]) -> tuple[str, ...]:
    """All names of all genes, in order, without repeats."""
    return tuple(dict.fromkeys(name for gene in found for name in gene.every_name))


def _one_text_each(lines: list[str]) -> Iterator[str]:
    """The texts between lines that say `and`."""
    start = 0
    for end, line in enumerate([*lines, _AND]):
        if line == _AND:
            yield _text(lines[start:end])
            start = end + 1


def _text(lines: list[str]) -> str:
    return without_evidence(unwrapped(lines))


def _genes(text: str) -> Iterator[Gene]:
    if "=" in text:
        yield _gene(text)
    else:
        for gene in _OLD_AND.split(text.removesuffix(".")):
            names = _names(_OLD_OR.split(gene))
            yield Gene(name=next(iter(names), None), synonyms=tuple(names[1:]))


def _gene(text: str) -> Gene:
    """`Name=CRU4; Synonyms=CRA1; OrderedLocusNames=At5g44120; ORFNames=MLN1.4;`."""
    name: str | None = None
    lists: dict[str, tuple[str, ...]] = {}
    for token in _TOKENS.split(text):
        key, _, value = token.strip().partition("=")
        if key == "Name":
            name = value.strip() or None
        elif key in _LISTS:
            given = (each.strip() for each in value.split(", "))
            lists[_LISTS[key]] = tuple(each for each in given if each)
    return Gene(name=name, **lists)


def _names(texts: list[str]) -> list[str]:
    return [name for text in texts if (name := text.strip().strip("()").strip())]
