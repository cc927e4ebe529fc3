"""`python -m wikiparse` is the command `wikiparse`."""

import sys

from wikiparse.console import main

if __name__ == "__main__":
    sys.exit(main())
