"""The tree as a reader reads it."""
