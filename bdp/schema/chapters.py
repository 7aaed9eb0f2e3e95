"""The chapters of the published schema: what a viewset is of, and what its chapter says."""

OF_PROJECTS = ("projects", "What labs work on: what they use, locked, and what became of it.")
OF_THE_TRAIL = ("audit", "Who did what, when and why, and the proof of it.")
CHAPTERS = {
    "organization": ("organizations", "Who publishes: their addresses, members and history."),
    "source": ("sources", "Anything versioned: a database, one protein, an ontology, a tool."),
    "version": ("versions", "Drafts, and what was published for ever."),
    "dependency": ("dependencies", "What versions need of others, and which releases hold them."),
    "changes": ("changes", "What a version changed, and what differs between two."),
    "protein": ("proteins", "What today's releases hold: records by accession, gene and name."),
    "file": ("files", "What versions hold, as bytes in one format or another."),
    "citation": ("citations", "What to cite for exactly what was used."),
    "export": ("citations", "What to cite for exactly what was used."),
    "prefix": ("citations", "What to cite for exactly what was used."),
    "checksum": ("files", "What versions hold, as bytes in one format or another."),
    "lock": ("locks", "What specs mean, to the byte, and whether it still holds."),
    "project": OF_PROJECTS,
    "manifest": OF_PROJECTS,
    "projectlock": OF_PROJECTS,
    "reconciliation": OF_PROJECTS,
    "search": ("search", "Everything by any of its names, misspelt too."),
    "statistics": ("statistics", "How much there is."),
    "trail": OF_THE_TRAIL,
    "job": ("jobs", "Releases on their way in, and how it ended."),
    "event": ("events", "What happened, in order, for whoever follows."),
    "webhook": ("webhooks", "Who is told what happened, by a signed request of ours."),
    "me": ("me", "Who you are, what you may do, and why."),
    "traillog": OF_THE_TRAIL,
    "token": ("tokens", "Your programs' credentials."),
}

TAGS = [
    {"name": name, "description": description}
    for name, description in dict.fromkeys(CHAPTERS.values())
]
