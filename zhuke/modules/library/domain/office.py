"""A child process: runs an office program within limits. ``python -m zhuke.modules.library.domain.office soffice --headless …``."""

from __future__ import annotations

import os
import resource
import sys

MEMORY = 4 << 30
CPU_SECONDS = 120
FILE_SIZE = 200 << 20

if __name__ == "__main__":
    for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, CPU_SECONDS), (resource.RLIMIT_FSIZE, FILE_SIZE)):
        resource.setrlimit(what, (most, most))
    os.execv(sys.argv[1], sys.argv[1:])  # noqa: S606 no shell is what is wanted
