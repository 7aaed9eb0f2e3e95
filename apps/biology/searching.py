"""How search finds proteins: by gene and entry name, and by names, which many proteins share.

SELECTs of id, what matched, and score, with the parameters and scores of `sources.searching`. Each
answers by an index of its own.
"""

# ruff: noqa: S608  the statements are ours, and what is asked for are parameters

from apps.sources.searching import NEAR, TEXT, WORDS

NEARNESS = f"""(SELECT max(near) FROM unnest({NEAR}, %(nearness)s::numeric[]) AS meant (name, near)
                  WHERE meant.name = lower(called.name))"""

GENES = f"""
    SELECT source_id, 'gene', 0.95 FROM biology_protein
     WHERE bdp_lower(genes::text[]) @> ARRAY[{TEXT}]
"""
ENTRY_NAMES = f"""
    SELECT source_id, 'alias', 0.95 FROM biology_protein WHERE lower(entry_name) = {TEXT}
"""
NAMES = f"""
    SELECT source_id, 'name', 0.9
      FROM biology_name AS called JOIN biology_protein ON name_id = called.id
     WHERE lower(called.name) = {TEXT}
"""
NEAR_NAMES = f"""
    SELECT source_id, 'name', 0.65 * {NEARNESS}
      FROM biology_name AS called JOIN biology_protein ON name_id = called.id
     WHERE lower(called.name) = ANY ({NEAR})
"""
NAMES_WITH_WORDS = f"""
    SELECT source_id, 'words', 0.3 + 0.25 * ts_rank(words, {WORDS})::numeric
      FROM biology_name AS called JOIN biology_protein ON name_id = called.id
     WHERE words @@ {WORDS} AND querytree({WORDS}) <> 'T'
"""
OF_ORGANISM = """
    EXISTS (SELECT FROM biology_protein AS living WHERE living.source_id = id
               AND (living.taxid::text = %(organism)s
                    OR starts_with(lower(living.organism), lower(%(organism)s))))
"""


def statements() -> tuple[str, ...]:
    """Every way in which a protein is found that is not by its slug or aliases."""
    return GENES, ENTRY_NAMES, NAMES, NEAR_NAMES, NAMES_WITH_WORDS


def of_organism() -> str:
    """The condition that a source fulfils which is a protein of the organism asked for."""
    return OF_ORGANISM
