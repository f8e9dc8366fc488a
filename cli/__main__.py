"""`python -m cli`: what the scheduler starts."""

import sys

from cli.main import main

if __name__ == "__main__":
    sys.exit(main())
