"""`python -m seedwatch.cli`: what the scheduler starts."""

import sys

from seedwatch.safe_imports import leave_current_folder

if __name__ == "__main__":
    leave_current_folder()

from seedwatch.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
