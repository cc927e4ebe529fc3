"""The first phase: where are the blocks?"""

from wikiparse.blocks.draft import Draft
from wikiparse.blocks.lines import parse_blocks

__all__ = ["Draft", "parse_blocks"]
