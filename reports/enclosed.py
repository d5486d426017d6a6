"""The files that a paper encloses: its data for machines, under the same seal."""

import io
from collections.abc import Mapping

import pikepdf


def enclosed(paper: bytes) -> Mapping[str, bytes]:
    """Take the files out of a paper of ours, by name; nothing out of what is no PDF."""
    try:
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            return {name: file.get_file().read_bytes() for name, file in sorted(pdf.attachments.items())}
    except pikepdf.PdfError:
        return {}
