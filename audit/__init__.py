"""heshu (核数): audits the figures in Chinese public-sector documents.

`audit.check(paths_or_frame)` audits, `audit.schemas` are the pandera schemas of all tables, `audit.HeshuError` is the root of all errors.
Importing the package imports nothing heavy: each name is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.api import AuditRun, check
    from audit.bridges.schemas import schemas
    from audit.errors import HeshuError

__all__ = ["AuditRun", "HeshuError", "check", "schemas"]

_HOME = {"AuditRun": "audit.api", "HeshuError": "audit.errors", "check": "audit.api", "schemas": "audit.bridges.schemas"}


def __getattr__(name: str) -> object:
    """A public name, from the module where it lives."""
    if name in _HOME:
        return getattr(import_module(_HOME[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
