"""The published OpenAPI 3.1: made of what doors, use cases and values already declare."""
