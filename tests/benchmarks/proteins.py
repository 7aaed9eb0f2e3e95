"""Proteins as releases leave them, as many as search has to bear, made by rule.

As in Swiss-Prot, many organisms share a name and a gene (of 90,000 families, 300 make a seventh
of all), each protein has a locus of its own, and some have secondary accessions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

ORGANISMS = [
    "Homo sapiens",
    "Mus musculus",
    "Rattus norvegicus",
    "Bos taurus",
    "Danio rerio",
    "Arabidopsis thaliana",
    "Saccharomyces cerevisiae",
    "Escherichia coli",
    "Bacillus subtilis",
    "Drosophila melanogaster",
    "Oryza sativa",
    "Caenorhabditis elegans",
    "Xenopus laevis",
    "Gallus gallus",
    "Sus scrofa",
    "Schizosaccharomyces pombe",
    "Mycobacterium tuberculosis",
    "Pseudomonas aeruginosa",
    "Methanocaldococcus jannaschii",
    "Vibrio cholerae",
]
ALL_SUBSTANCES = """
adenylate alanine aspartate ATP biotin calcium carbamoyl cholesterol chorismate citrate cysteine
cytosine deoxyuridine dihydroorotate ethanolamine fatty-acid ferredoxin folate formate fructose
fumarate galactose glucose glutamate glutathione glycerol glycine guanylate histidine homoserine
inositol isoleucine ketol-acid lactate leucine lysine malate mannose methionine nicotinate
nitrate ornithine orotate pantothenate phenylalanine phosphate polyamine porphobilinogen
potassium proline purine pyruvate quinolinate riboflavin ribose serine shikimate sodium
succinate sulfate thiamine threonine thymidylate trehalose tryptophan tyrosine ubiquinone urea
uridylate valine xylose zinc
"""
ALL_DEEDS = """
aldolase aminotransferase anhydrase antiporter carboxylase cyclase decarboxylase deacetylase
dehydratase dehydrogenase epimerase esterase exporter glycosyltransferase helicase hydrolase
hydroxylase importer isomerase kinase ligase lipase lyase methyltransferase monooxygenase mutase
nuclease oxidase oxidoreductase peptidase permease phosphatase phosphorylase polymerase protease
receptor reductase repressor synthase synthetase transaminase transferase transporter
"""
SUBSTANCES, DEEDS = ALL_SUBSTANCES.split(), ALL_DEEDS.split()
KINDS = ["", "Probable ", "Putative ", "Mitochondrial ", "Bifunctional ", "Nuclear ", "Cytosolic "]
PARTS = [
    "",
    " subunit alpha",
    " subunit beta",
    " chain 4L",
    " domain-containing protein",
    " homolog",
]
WELL_KNOWN = {
    "INS": "Insulin", "INSR": "Insulin receptor", "TP53": "Cellular tumor antigen p53",
    "BRCA1": "Breast cancer type 1 susceptibility protein", "HBB": "Hemoglobin subunit beta",
    "ALB": "Albumin", "CYTB": "Cytochrome b", "MT-CO1": "Cytochrome c oxidase subunit 1",
    "EGFR": "Epidermal growth factor receptor", "MYC": "Myc proto-oncogene protein",
    "RPSL": "30S ribosomal protein S12", "ATPB": "ATP synthase subunit beta, chloroplastic",
    "RBCL": "Ribulose bisphosphate carboxylase large chain", "MATK": "Maturase K",
    "DNAK": "Chaperone protein DnaK", "TUFA": "Elongation factor Tu", "UBC": "Polyubiquitin-C",
    "KRAS": "GTPase KRas", "SOD1": "Superoxide dismutase [Cu-Zn]", "CFTR":
    "Cystic fibrosis transmembrane conductance regulator", "APP": "Amyloid-beta precursor protein",
}  # fmt: skip
FAMILIES = 90_000
OWNER = """
    INSERT INTO organizations_organization
           (id, slug, name, version_scheme, is_system, created_at, updated_at)
    VALUES (bdp_uuid7(), 'uniprot', 'UniProt', 'calendar', false, now(), now())
    ON CONFLICT (slug) DO NOTHING
"""
STAGE = """
    CREATE TEMPORARY TABLE made (
        id uuid DEFAULT bdp_uuid7(), version_id uuid DEFAULT bdp_uuid7(), slug text, name text,
        entry_name text, genes text[], secondary text[], organism text, taxid int
    )
"""
# What search and lists read of a protein; records they never ask for.
INSERTS = (
    """
    INSERT INTO sources_source
           (id, organization_id, slug, entry_type, source_type, name, external_id, license, tags,
            aliases, names_stand_apart, created_at, updated_at)
    SELECT made.id, owner.id, made.slug, 'data_source', 'protein', made.name, made.entry_name,
           'CC-BY-4.0', '{}', made.secondary, true, now(), now()
      FROM made JOIN organizations_organization AS owner ON owner.slug = 'uniprot'
    """,
    """
    INSERT INTO versions_version
           (id, source_id, major, minor, patch, effective_date, date_basis, status, published_at,
            created_at, updated_at)
    SELECT made.version_id, made.id, 1, 0, 0, now(), 'published', 'published', now(), now(), now()
      FROM made
    """,
    "INSERT INTO biology_name (name) SELECT DISTINCT name FROM made",
    """
    INSERT INTO biology_protein
           (source_id, organization_id, version_id, accession, secondary_accessions, entry_name,
            reviewed, name_id, genes, organism, taxid, length)
    SELECT made.id, owner.id, made.version_id, made.slug, made.secondary, made.entry_name, true,
           called.id, made.genes, made.organism, made.taxid, 350
      FROM made JOIN organizations_organization AS owner ON owner.slug = 'uniprot'
      JOIN biology_name AS called ON called.name = made.name
    """,
)
FILLED = (
    "organizations_organization", "sources_source", "sources_known_name", "biology_name",
    "biology_protein", "versions_version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Protein:
    """One entry: its accession, what it is called, and where it was found."""

    accession: str
    name: str
    genes: tuple[str, ...]
    secondary: tuple[str, ...]
    organism: str

    @property
    def entry_name(self) -> str:
        """A mnemonic of the gene, or else the accession, and one of the organism."""
        genus, species = self.organism.split()
        return f"{self.accession}_{genus[:3]}{species[:2]}".upper()


def proteins(number: int) -> Iterator[Protein]:
    """The first `number`, always the same."""
    chance = Random(1986)
    known = list(WELL_KNOWN.items())
    for n in range(number):
        family = int(FAMILIES * chance.random() ** 3)
        gene, name = known[family] if family < len(known) else _family(family)
        organism = chance.choice(ORGANISMS)
        locus = f"{organism.split()[1][:3]}{n % 7}g{n:06}"
        secondary = [_accession(number + 3 * n + k) for k in range(chance.choice((0, 0, 0, 1, 2)))]
        yield Protein(_accession(n), name, (gene, locus), tuple(secondary), organism)


def seed(number: int) -> None:
    """Add `number` proteins to the organization `uniprot`, set-wise, and analyze the tables."""
    from django.db import transaction

    from apps.core.services import OWNER as OWNING
    from apps.core.services import PRIMARY, services

    with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(OWNER)
        cursor.execute(STAGE)
        with cursor.copy(
            "COPY made (slug, name, entry_name, genes, secondary, organism, taxid) FROM STDIN"
        ) as rows:
            for made in proteins(number):
                taxid = 1 + ORGANISMS.index(made.organism)
                rows.write_row(
                    (made.accession, made.name, made.entry_name, list(made.genes),
                     list(made.secondary), made.organism, taxid)
                )  # fmt: skip
        for statement in INSERTS:
            cursor.execute(statement)
    with services.connection(OWNING).cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {', '.join(FILLED)}")


def _family(number: int) -> tuple[str, str]:
    """The gene and the name of a family of proteins."""
    chance = Random(number)
    gene = "".join(chance.choices("ABCDEFGHIKLMNPRST", k=3)) + str(number % 90 + 1)
    if number % 5 == 0:
        return gene, f"Uncharacterized protein {gene.title()}{number % 977}"
    kind, part = chance.choice(KINDS), chance.choice(PARTS)
    name = f"{kind}{chance.choice(SUBSTANCES)} {chance.choice(DEEDS)}{part} {number % 60 + 1}"
    return gene, name[0].upper() + name[1:]


def _accession(number: int) -> str:
    """UniProt's form, https://www.uniprot.org/help/accession_numbers: P00000, P0A000 and so on."""
    rest, last = divmod(number, 10)
    rest, second = divmod(rest, 36)
    rest, third = divmod(rest, 36)
    rest, digit = divmod(rest, 10)
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return f"{'PQO'[rest % 3]}{digit}{signs[third]}{signs[second]}{rest // 3}{last}"


def prepare_proteins(number: int) -> None:
    """Have the shipped catalogue and `number` proteins, unless they are there from a run before."""
    from apps.core.actor import Actor
    from apps.ingestion.catalogue import read_sample
    from apps.ingestion.commands import import_catalogue
    from apps.versions.queries import get_statistics

    if not (held := get_statistics().sources):
        import_catalogue(actor=Actor.system("benchmark"), catalogue=read_sample())
    if held < number:
        seed(number)
