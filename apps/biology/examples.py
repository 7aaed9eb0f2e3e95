"""What the published schema shows of proteins: human insulin, as UniProt has it."""

from datetime import date

from apps.biology.dtos import Change, ProteinSummary
from apps.biology.records import (
    Comment,
    CrossReference,
    Dates,
    Feature,
    Gene,
    Names,
    Organism,
    Protein,
    Reference,
)
from apps.core.examples import show, show_address
from apps.versions.dtos import Changelog, ChangelogEntry, ChangelogSummary

HUMAN = "Homo sapiens (Human)"
LINEAGE = (
    "Eukaryota", "Metazoa", "Chordata", "Craniata", "Vertebrata", "Euteleostomi", "Mammalia",
    "Eutheria", "Euarchontoglires", "Primates", "Haplorrhini", "Catarrhini", "Hominidae", "Homo",
)  # fmt: skip

show(
    ProteinSummary(
        accession="P01308", entry_name="INS_HUMAN", reviewed=True, name="Insulin", genes=["INS"],
        organism=HUMAN, taxid=9606, length=110, version="1.4.0",
    ),
    Protein(
        accession="P01308",
        secondary_accessions=("Q5EEX2",),
        entry_name="INS_HUMAN",
        reviewed=True,
        names=Names(recommended="Insulin"),
        ec_numbers=(),
        flags=("Precursor",),
        genes=(Gene(name="INS"),),
        organism=Organism(taxid=9606, name=HUMAN, lineage=LINEAGE),
        taxids=(9606,),
        hosts=(),
        keywords=("Carbohydrate metabolism", "Diabetes mellitus", "Glucose metabolism", "Hormone"),
        protein_existence=1,
        dates=Dates(created=date(1986, 7, 21), sequence_updated=date(1986, 7, 21)),
        sequence_version=1,
        entry_version=None,
        cross_references=(CrossReference("PDB", "1A7F", ("NMR", "-", "A=90-110, B=25-53")),),
        features=(Feature("SIGNAL", "1..24", 1, 24), Feature("DISULFID", "31..96", 31, 96)),
        comments=(Comment("FUNCTION", "Insulin decreases blood glucose concentration."),),
        references=(
            Reference(
                number=1, positions="NUCLEOTIDE SEQUENCE [GENOMIC DNA].", pubmed="6243748",
                doi="10.1038/284026a0", title="Sequence of the human insulin gene.",
                location="Nature 284:26-32(1980).",
            ),
        ),
        length=110,
        mass=11981,
        crc64="C2C3B23B85E520E5",
        sequence=(
            "MALWMRLLPLLALLALWGPDPAAAFVNQHLCGSHLVEALYLVCGERGFFYTPKTRREAEDLQVGQVELGGGPGAGSLQPLALEG"
            "SLQKRGIVEQCCTSICSLYQLENYCN"
        ),
        sequence_sha256="99603f8fb1e9872e2d24ee1e9f85108c2bddea6b148a0f1099e16ba2715c8263",
    ),
    Change(
        change_type="modified", category="annotation", source="uniprot/P01308", before="1.3.0",
        after="1.4.0",
    ),
    Changelog(
        bump="minor",
        triggered_by="added protein",
        summary=ChangelogSummary(
            before=573_661, after=573_813, added=161, removed=9, modified=11_204
        ),
        entries=(
            ChangelogEntry(
                change_type="added", category="protein", count=161,
                description="161 proteins came in.", breaking=False,
            ),
        ),
    ),
)  # fmt: skip
show_address(
    "accession", "P01308", "Its accession, in any case, or one that it took over from another."
)
