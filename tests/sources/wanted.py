"""What people look for, and what they want to find first: a fixed set, half of it made by rule.

The well-known names were picked by hand. The rest is every 40th entry of the shipped catalogue by
its slug, its name and its aliases, and each of those with one slip: a letter more, one less,
another one, or two swapped, at a place beyond the first letter that a seeded rule chooses.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from apps.ingestion.catalogue import Catalogue, Database
from apps.sources.queries import search_registry

EVERY = 40
SHORTEST_MISSPELT = 4
LETTERS = "abcdefghijklmnopqrstuvwxyz"

PICKED = {
    "chebi": "chebi", "CHEBI": "chebi", "uniprot": "uniprot", "UniProtKB": "uniprot",
    "swissprot": "uniprot", "hgnc.symbol": "hgnc.symbol", "gene ontology": "go", "go": "go",
    "reactome": "reactome", "interpro": "interpro", "pfam": "pfam", "drugbank": "drugbank",
    "ncbitaxon": "ncbitaxon", "ensembl": "ensembl", "kegg": "kegg", "mesh": "mesh",
    "doid": "doid", "efo": "efo", "pubmed": "pubmed", "dbsnp": "dbsnp",
}  # fmt: skip

PICKED_MISSPELT = {
    "Reactomme": "reactome", "reactme": "reactome", "ensmbl": "ensembl", "ensembel": "ensembl",
    "drugbnak": "drugbank", "drugbanc": "drugbank", "interpo": "interpro", "interprro": "interpro",
    "uniprott": "uniprot", "unipro": "uniprot", "wikipathwys": "wikipathways",
    "clinvarr": "clinvar.variation", "chemlb": "chembl", "pubmedd": "pubmed", "gene ontolgy": "go",
    "cellosauris": "cellosaurus", "complexportl": "complexportal", "rnacentrall": "rnacentral",
    "orphanett": "orpha", "flybas": "flybase",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, and the slugs of which one must come first."""

    kind: str
    query: str
    wanted: frozenset[str]


def questions(catalogue: Catalogue) -> list[Question]:
    """All of them; where several databases bear the very same name, any of those is right."""
    bearers = _bearers(catalogue)
    chance = Random(40)
    asked = [Question("picked", query, frozenset({slug})) for query, slug in PICKED.items()]
    asked += [
        Question("picked, misspelt", query, frozenset({slug}))
        for query, slug in PICKED_MISSPELT.items()
    ]
    for database in catalogue.databases[::EVERY]:
        for kind, text in _called(database):
            wanted = frozenset(bearers[text.lower()])
            asked.append(Question(kind, text, wanted))
            if len(text) >= SHORTEST_MISSPELT:
                asked.append(Question(f"{kind}, misspelt", misspelt(text, chance), wanted))
    return asked


def missed(asked: list[Question], first: Callable[[str], str]) -> list[tuple[Question, str]]:
    """The questions whose first hit, as `first` gives its slug, is not wanted; and that hit."""
    found = ((question, first(question.query)) for question in asked)
    return [(question, slug) for question, slug in found if slug not in question.wanted]


def misspelt(text: str, chance: Random) -> str:
    """`text` with one slip, which leaves it another text and its first letter as it is."""
    places = [place for place in range(1, len(text)) if text[place].isalnum()]
    while True:
        place, letter = chance.choice(places), chance.choice(LETTERS)
        before, here, after = text[:place], text[place], text[place + 1 :]
        slipped = chance.choice(
            [
                before + letter + here + after,
                before + after,
                before + letter + after,
                before + after[:1] + here + after[1:],
            ]
        )
        if slipped.strip().lower() != text.lower():
            return slipped


def _called(database: Database) -> Iterator[tuple[str, str]]:
    yield "slug", database.slug
    yield "name", database.name
    for alias in database.aliases:
        yield "alias", alias


def _bearers(catalogue: Catalogue) -> dict[str, set[str]]:
    bearers: dict[str, set[str]] = defaultdict(set)
    for database in catalogue.databases:
        for _, text in _called(database):
            bearers[text.lower()].add(database.slug)
    return bearers


def first(query: str) -> str:
    """The slug of the first hit of the registry's search, or nothing."""
    hits = search_registry(query, limit=1).results
    return hits[0].slug if hits else ""
