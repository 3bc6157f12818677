"""All checks, in order, stopping at the first that fails: ``make test``. ``gate.py NAME …`` runs only the named ones.

Run it with the interpreter of .venv, after ``scripts/setup.py test``.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import setup
from setup import BROWSERS, ROOT, WEB, SetupError

PYTHON = sys.executable
TOOLS = Path(PYTHON).parent
SOURCES = ["zhuke", "scripts", "conftest.py", "manage.py", "tests", "bench"]
TYPES = WEB / "src" / "api" / "generated.d.ts"
E2E = ROOT / "tests" / "e2e"


def main(names: Sequence[str]) -> int:
    """Runs the checks; the exit code is 0 only when every one of them passed."""
    began = time.monotonic()
    for title, check in CHECKS.items():
        if names and title not in names:
            continue
        print(f"\n=== {title} {'=' * (70 - len(title))}", flush=True)
        at = time.monotonic()
        try:
            check()
        except (SetupError, subprocess.CalledProcessError) as error:
            print(f"\n--- FAILED: {title} ({time.monotonic() - at:.0f} s)\n{error}", flush=True)
            return 1
        print(f"--- passed: {title} ({time.monotonic() - at:.0f} s)", flush=True)
    print(f"\nAll checks passed in {(time.monotonic() - began) / 60:.1f} minutes.", flush=True)
    return 0


def style() -> None:
    """ruff: rules and format."""
    sources = [name for name in SOURCES if (ROOT / name).exists()]
    _tool("ruff", "check", *sources)
    _tool("ruff", "format", "--check", *sources)


def types() -> None:
    """mypy."""
    _tool("mypy")


def imports() -> None:
    """Who may import whom."""
    _tool("lint-imports", "--no-cache")


def django() -> None:
    """Django's own checks and ours; no model may differ from its migrations. Needs no database."""
    _run([PYTHON, "-W", "ignore::RuntimeWarning", "-m", "django", "check", "--fail-level", "WARNING"], **_DJANGO)
    _run([PYTHON, "-W", "ignore::RuntimeWarning", "-m", "django", "makemigrations", "--check", "--dry-run"], **_DJANGO)


def back_end() -> None:
    """The tests of the back end on two processes."""
    _tool("pytest", "--numprocesses", "2", "--dist", "loadgroup", "--quiet", "--durations", "5")


def api_types() -> None:
    """The typed client in web/ must have been made from the API as it is."""
    before = TYPES.read_bytes()
    make_api_types()
    if TYPES.read_bytes() != before:
        TYPES.write_bytes(before)
        raise SetupError(f"{TYPES.relative_to(ROOT)} does not match the API: run `make api` and commit the result")


def make_api_types() -> None:
    """Writes web/src/api/generated.d.ts from the API's OpenAPI document."""
    document = ROOT / "var" / "openapi.json"
    document.parent.mkdir(exist_ok=True)
    script = (
        "import django, json, pathlib, sys; django.setup(); from zhuke.config.api import api;"
        "schema = api.get_openapi_schema(path_prefix='/api/v1/');"
        "pathlib.Path(sys.argv[1]).write_text(json.dumps(schema, default=str), encoding='utf-8')"
    )
    _run([PYTHON, "-c", script, str(document)], **_DJANGO)
    setup.node("tools/openapi/generate.mjs", str(document))


def web_style() -> None:
    """oxlint and eslint."""
    scripts = json.loads((WEB / "package.json").read_text(encoding="utf-8"))["scripts"]
    for part in scripts["lint"].split("&&"):
        tool, *arguments = part.split()
        setup.node(_web_tool(tool), *arguments)


def web_types() -> None:
    """tsc."""
    setup.node(_web_tool("tsc"), "--noEmit")


def web_tests() -> None:
    """vitest."""
    setup.node(_web_tool("vitest"), "run")


def web_build() -> None:
    """The build, and the size of the first screen against its budget."""
    setup.build_pages()
    if (WEB / "tools" / "size.mjs").exists():
        setup.node("tools/size.mjs")


def journeys() -> None:
    """Journeys through the product in a real browser."""
    browser = next(path for name in BROWSERS if (path := shutil.which(name)))
    _tool("pytest", str(E2E.relative_to(ROOT)), "--quiet", "--durations", "5", env={**os.environ, "ZHUKE_CHROMIUM": browser})


def _tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    _run([str(TOOLS / name), *arguments], env=env)


def _run(command: list[str], env: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=True)


def _web_tool(name: str) -> str:
    """Path of the script behind node_modules/.bin/<name>."""
    return str((WEB / "node_modules" / ".bin" / name).resolve())


_DJANGO = {
    "env": {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zhuke.config.settings",
        "DATABASE_URL": "postgresql:///none?host=/nonexistent",
        "ZHUKE_DB_POOL": "0",
        "ZHUKE_SECRET_KEY": "checks-only",
    }
}
CHECKS: dict[str, Callable[[], None]] = {
    "style": style,
    "types": types,
    "imports": imports,
    "django": django,
    "back end": back_end,
}
if WEB.is_dir():
    CHECKS |= {
        "web style": web_style,
        "web types": web_types,
        "web tests": web_tests,
        "api types": api_types,
        "web build": web_build,
    }
if E2E.is_dir():
    CHECKS["browser journeys"] = journeys

if __name__ == "__main__":
    if sys.argv[1:] == ["--make-api-types"]:
        make_api_types()
    else:
        sys.exit(main(sys.argv[1:]))
