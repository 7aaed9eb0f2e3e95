"""What every operation may ask of the database, in statements: whoever asks for more says why here.

Asked by token, which takes one statement to know; what opens and ends transactions is not counted.
"""

from tests.surface.trials import ORGANIZATION, SOURCE, VERSION

# Each draft goes with a trail row and an event of its own: priced in a source that has one draft.
GROWING = {f"DELETE {SOURCE}"}

COSTS = {
    "GET organizations": 2,
    "GET organizations?is_system=true": 2,
    "GET organizations?q=one": 2,
    f"GET {ORGANIZATION}": 2,
    f"GET {ORGANIZATION}/audit": 3,
    f"GET {ORGANIZATION}/statistics": 6,
    f"GET {ORGANIZATION}/members": 3,
    f"GET {ORGANIZATION}/members/{{username}}": 3,
    "GET sources": 2,
    "GET sources?type=other": 2,
    "GET sources?q=kinase": 2,
    "GET sources?org=uniprot&type=protein": 3,
    "GET sources?tag=human&license=MIT": 2,
    "GET sources?archived=false&updated_since=2026-03-05": 2,
    f"GET {SOURCE}": 2,
    f"GET {SOURCE}/audit": 3,
    f"GET {SOURCE}/versions": 4,
    f"GET {SOURCE}/versions?status=draft&released_since=2026-01-02&released_until=2026-01-04": 4,
    f"GET {VERSION}": 3,
    f"GET {VERSION}/audit": 4,
    "GET search": 3,
    "GET search?q=kinase": 3,
    "GET search?q=kinase&type=protein&tag=human": 3,
    "GET search/suggestions": 2,
    "GET tokens": 2,
    "GET tokens/{token_id}": 2,
    "GET stats": 5,
    "GET schema": 1,
    "GET docs": 1,
    "POST organizations": 6,
    f"PATCH {ORGANIZATION}": 8,
    f"DELETE {ORGANIZATION}": 6,
    f"PUT {ORGANIZATION}/members/{{username}}": 13,
    f"DELETE {ORGANIZATION}/members/{{username}}": 10,
    "POST sources": 8,
    f"DELETE {SOURCE}": 13,
    f"PATCH {SOURCE}": 8,
    f"POST {SOURCE}/archive": 8,
    f"POST {SOURCE}/versions": 11,
    f"POST {SOURCE}/unarchive": 4,
    f"PATCH {VERSION}": 10,
    f"DELETE {VERSION}": 8,
    f"POST {VERSION}/yank": 10,
    f"POST {VERSION}/unyank": 11,
    f"POST {VERSION}/publish": 10,
    f"POST {VERSION}/deprecate": 10,
    "POST tokens": 6,
    "DELETE tokens/{token_id}": 6,
}
