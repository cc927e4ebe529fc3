"""Edits: from a page and nodes to the edited source text."""
