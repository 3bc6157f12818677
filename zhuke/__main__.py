"""``python -m zhuke`` is the same as ``zhuke``."""

import sys

from zhuke.cli import main

if __name__ == "__main__":
    sys.exit(main())
