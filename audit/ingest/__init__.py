"""Files to documents: `find_documents` says what there is to read, `read_document` reads one of them."""

from audit.ingest.decode import decode_bytes
from audit.ingest.document import read_document
from audit.ingest.paths import find_documents
from audit.ingest.text import build_document, read_text

__all__ = ["build_document", "decode_bytes", "find_documents", "read_document", "read_text"]
