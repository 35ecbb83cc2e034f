"""`python -m govnews` is the command line."""

import sys

from govnews.cli import main

if __name__ == "__main__":
    sys.exit(main())
