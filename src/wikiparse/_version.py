"""The version, and the one place that has it: hatchling reads it here."""

__version__ = "0.1.0"
