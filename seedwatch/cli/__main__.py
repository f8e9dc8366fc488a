"""`python -m seedwatch.cli`: what the scheduler starts."""

import sys

from seedwatch.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
