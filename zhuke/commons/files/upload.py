"""The upload handler of the whole application: everything to a temporary file, and far too much is refused before it is read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .content import MAX_SIZE

ROOM_FOR_FIELDS = 1024 * 1024


class LimitedUpload(TemporaryFileUploadHandler):
    """Refuses a body that cannot hold a file within the limit."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None) -> None:  # noqa: N803
        """Called before the body is read. Raises RequestDataTooBig, which is answered with 413."""
        if content_length > MAX_SIZE + ROOM_FOR_FIELDS:
            raise RequestDataTooBig(f"a body of {content_length} bytes")
