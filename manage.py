#!/usr/bin/env python
"""Django's own command line, for developers; people run ``zhuke``."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhuke.config.settings")
    execute_from_command_line(sys.argv)
