"""``python -m evenhand``."""

import sys

from evenhand.cli.main import run

if __name__ == "__main__":
    sys.exit(run())
