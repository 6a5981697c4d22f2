"""One named document in, one SourceDocument out: the place where formats are told apart.

Plain text is all that is read so far; whatever else a name stands for is refused with an InputError that says what is read.
"""

from __future__ import annotations

from audit.ingest.text import read_text
from audit.model import SourceDocument


def read_document(name: str) -> SourceDocument:
    """The document of this name (`-` is standard input). Raises InputError where it cannot be read."""
    return read_text(name)
