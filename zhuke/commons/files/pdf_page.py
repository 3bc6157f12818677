"""A child process: the first page of a PDF as WebP. ``python -m zhuke.commons.files.pdf_page in.pdf out.webp 1600``."""

import resource
import sys

import pypdfium2

MEMORY = 1 << 30
CPU_SECONDS = 15


def main(source: str, target: str, edge: int) -> None:
    """Write the picture; any exception is a failure that the parent sees as an exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    page = pypdfium2.PdfDocument(source)[0]
    width, height = page.get_size()
    scale = min(edge / max(width, height, 1), 4)
    page.render(scale=scale).to_pil().convert("RGB").save(target, "WEBP", quality=80)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
