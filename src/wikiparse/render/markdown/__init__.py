"""Markdown written from a tree, in several flavors."""
