"""The upload handler of the whole application: everything to a temporary file, and far too much is refused before it is read."""

import re
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .content import MAX_SIZE

ROOM_FOR_FIELDS = 1024 * 1024
_larger: list[tuple[re.Pattern[str], int]] = []


def take_larger(path: str, most: int) -> None:
    """Routes whose path ends like this regular expression take bodies of up to ``most`` bytes. Called when an app is ready."""
    _larger.append((re.compile(path + "$"), most))


class LimitedUpload(TemporaryFileUploadHandler):
    """Refuses a body that cannot hold a file within the limit."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:  # noqa: N803
        """Called before the body is read. Raises RequestDataTooBig, which is answered with 413."""
        path = str(META.get("PATH_INFO", ""))
        most = max([MAX_SIZE, *(size for pattern, size in _larger if pattern.search(path))])
        if content_length > most + ROOM_FOR_FIELDS:
            raise RequestDataTooBig(f"a body of {content_length} bytes")
