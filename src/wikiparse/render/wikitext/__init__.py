"""Wikitext written from a tree."""
