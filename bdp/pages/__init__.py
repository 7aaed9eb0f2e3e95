"""Pages for people: what the API tells, by the same queries, as HTML that needs no script."""
