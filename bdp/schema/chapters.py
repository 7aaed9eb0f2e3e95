"""The chapters of the published schema: what a viewset is of, and what its chapter says."""

CHAPTERS = {
    "organization": ("organizations", "Who publishes: their addresses, members and history."),
    "source": ("sources", "Anything versioned: a database, one protein, an ontology, a tool."),
    "version": ("versions", "Drafts, and what was published for ever."),
    "search": ("search", "Everything by any of its names, misspelt too."),
    "statistics": ("statistics", "How much there is."),
    "token": ("tokens", "Your programs' credentials."),
}

TAGS = [{"name": name, "description": description} for name, description in CHAPTERS.values()]
