"""Forms in which other programs take what was used: each a pure function from works."""
