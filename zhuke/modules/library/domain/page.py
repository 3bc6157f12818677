"""A child process: one page of a PDF as WebP. ``python -m zhuke.modules.library.domain.page in.pdf out.webp 1600 3``."""

from __future__ import annotations

import resource
import sys

MEMORY = 1 << 30
CPU_SECONDS = 15
NO_PAGE = 3


def main(source: str, target: str, edge: int, number: int) -> int:
    """Write the picture; any exception is a failure that the parent sees as an exit code. 3: no such page."""
    import pypdfium2

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    book = pypdfium2.PdfDocument(source)
    if not 1 <= number <= len(book):
        return NO_PAGE
    page = book[number - 1]
    width, height = page.get_size()
    scale = min(edge / max(width, height, 1), 4)
    page.render(scale=scale).to_pil().convert("RGB").save(target, "WEBP", quality=80)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])))
