"""Edits: from nodes to the edited source text."""
