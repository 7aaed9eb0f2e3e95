"""Whom to believe about a resource that does not speak for itself, the most trusted first.

These are the registries whose records bioregistry carries; the order is the one in which
bioregistry itself asks them.
"""

AUTHORITIES = (
    "obofoundry",
    "ols",
    "miriam",
    "wikidata",
    "go",
    "ncbi",
    "bioportal",
    "agroportal",
    "ecoportal",
    "n2t",
    "cellosaurus",
    "cropoct",
    "cheminf",
    "edam",
    "prefixcommons",
    "rrid",
    "bartoc",
    "lov",
    "tib",
    "integbio",
    "aberowl",
    "re3data",
    "uniprot",
    "biodivportal",
)

AUTHORITIES_ON_DESCRIPTIONS = (
    "miriam",
    "n2t",
    "ols",
    "obofoundry",
    "wikidata",
    "fairsharing",
    "aberowl",
    "bioportal",
    "agroportal",
    "ecoportal",
    "cropoct",
    "cheminf",
    "edam",
    "prefixcommons",
    "bartoc",
    "lov",
    "re3data",
    "tib",
    "integbio",
    "cellosaurus",
    "biodivportal",
)
