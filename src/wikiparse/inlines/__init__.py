"""The second phase: what is inside the blocks?"""

from wikiparse.inlines.context import Context
from wikiparse.inlines.scan import parse_inlines

__all__ = ["Context", "parse_inlines"]
