"""Opening a plan file that somebody uploaded: what it truly is decides, not the ending of its name."""

from pathlib import Path

from . import mspdi_read, pmxml, sheet_read, xer
from .markup import content, root_name
from .plan_file import MINUTES_PER_DAY, PlanFile
from .refusals import BadPlanFile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PRIMAVERA = ("APIBusinessObjects", "BusinessObjects")
_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"


def read(path: Path, name: str = "", project: str | None = None, minutes_per_day: int = MINUTES_PER_DAY) -> PlanFile:
    """The plan in a file. ``name``: the file's, for plans that have none; ``project``: which one of several (Primavera).

    ``minutes_per_day``: what a day is in a table, which does not say.

    Raises BadPlanFile, never anything else.
    """
    data = content(path)
    stem = Path(name or path.name).stem
    plan = _primavera_or_project(path, data, project) or sheet_read.read(path, stem, minutes_per_day)
    plan.name = plan.name or plan.title or stem
    return plan


def _primavera_or_project(path: Path, data: bytes, project: str | None) -> PlanFile | None:
    """None: it can only be a table."""
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"ERMHDR") or start.replace(b"\0", b"").startswith((b"ERMHDR", b"\xff\xfeERMHDR")):
        return xer.read(path, project)
    if data.startswith(_OLE) and _is_project_file(data):
        raise BadPlanFile("mpp")
    if _is_xml(start):
        if _SPREADSHEET in data[:65_536]:
            return None
        root = root_name(data)
        if root == "Project":
            return mspdi_read.read(data)
        if root in _PRIMAVERA:
            return pmxml.read(data, project)
        if root.lower() != "html":
            raise BadPlanFile("other_xml", root=root[:60])
    return None


def _is_xml(start: bytes) -> bool:
    bare = start.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").lstrip()
    return bare.startswith((b"<?xml", b"<Project", b"<!DOCTYPE", b"<APIBusinessObjects", b"<BusinessObjects"))


def _is_project_file(data: bytes) -> bool:
    """A compound file whose parts are named as those of MS Project are."""
    return any(name.encode("utf-16-le") in data for name in ("Props14", "Props12", "Props9", "TBkndTask", "MSProject"))
