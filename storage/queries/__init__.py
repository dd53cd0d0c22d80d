"""Queries, grouped by noun; every one names the workspace of its scope."""
