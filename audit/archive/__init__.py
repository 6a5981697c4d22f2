"""The archive: many documents over time in one store, read again only where they changed, each edition beside the one before.

Imported by the commands only; needs nothing that `heshu check` does not.
"""

from audit.archive.history import describe_runs, list_open
from audit.archive.identity import Identity, identify, read_overrides
from audit.archive.run import ArchiveSettings, RunReport, run_archive
from audit.archive.store import Store, ask_store, open_store

__all__ = [
    "ArchiveSettings", "Identity", "RunReport", "Store", "ask_store", "describe_runs", "identify", "list_open", "open_store",
    "read_overrides", "run_archive",
]  # fmt: skip
