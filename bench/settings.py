"""The product's settings with one more address: the floor (bench/floor.py)."""

from zhuke.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.floor"
LOGGING = {"version": 1, "disable_existing_loggers": False}
