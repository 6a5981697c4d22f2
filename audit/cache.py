"""Results of documents kept in a folder, so that one that has not changed is not audited again.

Comes in: a document's name and bytes, the rules, and this version of heshu. Goes out: the run over that document, or None. An entry is
signed with a key of this user, so that no folder that comes with a submission can say what was found in it; one that is damaged, of
another version or not signed is as good as none. Nothing is ever executed: an entry is JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path
from typing import Any

from audit.accepted import Leftovers
from audit.interval import Comparison, Interval
from audit.model import (
    AuditRun,
    Damage,
    Decided,
    DocumentResult,
    Figure,
    Finding,
    Heading,
    Hole,
    LedgerEntry,
    Place,
    RepairStep,
    RuleSummary,
    SourceDocument,
    Span,
)
from audit.resources import find_rules_folder
from audit.settings import VERSION, Settings

FOLDER = ".heshu_cache"
_CLASSES: tuple[type[Any], ...] = (
    AuditRun, Comparison, Damage, Decided, DocumentResult, Figure, Finding, Heading, Hole, Interval, LedgerEntry, Leftovers, Place,
    RepairStep, RuleSummary, SourceDocument, Span,
)  # fmt: skip
_NUMBERS = {each: number for number, each in enumerate(_CLASSES)}
_NAMES = {each: tuple(field.name for field in fields(each)) for each in _CLASSES}
_PROGRAM = (".py", ".yaml", ".json", ".gz")
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results; `stem` is what all entries of this program share, `key` signs them."""

    folder: Path
    stem: bytes
    key: bytes

    def recall(self, name: str, settings: Settings, rules: str) -> AuditRun | None:
        """The run over a document as it is now, None where it is not known."""
        data = _read(Path(name))
        kept = _read(self._place(name, data, settings, rules)) if data is not None else None
        shared = _read(self._share(settings, rules)) if kept else None
        if not kept or not shared:
            return None
        try:
            run, summaries = self._open(kept), self._open(shared)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, ArithmeticError):
            return None
        if not isinstance(run, AuditRun) or not isinstance(summaries, tuple):
            return None
        return AuditRun(run.version, run.ruleset, run.ruleset_sha256, summaries, run.documents)

    def keep(self, name: str, settings: Settings, rules: str, run: AuditRun) -> None:
        """Remember the run over one document; what cannot be written is not remembered."""
        data = _read(Path(name))
        if data is None or run.broken or len(run.documents) != 1 or run.documents[0].source.problem:
            return
        bare = AuditRun(run.version, run.ruleset, run.ruleset_sha256, (), run.documents)
        self._write(self._place(name, data, settings, rules), bare)
        shared = self._share(settings, rules)
        if not shared.exists():
            self._write(shared, run.rules)

    def _place(self, name: str, data: bytes, settings: Settings, rules: str) -> Path:
        content = blake2b(data, digest_size=_DIGEST).hexdigest()
        return self._find("document", name, content, settings.ruleset, rules, *settings.select, "-", *settings.ignore)

    def _share(self, settings: Settings, rules: str) -> Path:
        return self._find("rules", settings.ruleset, rules, *settings.select, "-", *settings.ignore)

    def _find(self, *parts: str) -> Path:
        digest = blake2b(self.stem, digest_size=_DIGEST)
        for part in parts:
            digest.update(part.encode("utf-8", "surrogatepass") + b"\0")
        named = digest.hexdigest()
        return self.folder / named[:2] / f"{named[2:]}.json"

    def _open(self, signed: bytes) -> object:
        signature, _, data = signed.partition(b"\n")
        if signature != self._sign(data):
            raise ValueError("signature")
        return freeze(json.loads(data, object_hook=_restore))

    def _write(self, place: Path, value: object) -> None:
        data = json.dumps(unfold(value), ensure_ascii=True, separators=(",", ":")).encode("ascii")
        draft = place.with_name(f"{place.name}.{os.getpid()}.part")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            if not (self.folder / ".gitignore").exists():
                (self.folder / ".gitignore").write_text("*\n", "ascii")
            draft.write_bytes(self._sign(data) + b"\n" + data)
            os.replace(draft, place)
        except OSError:
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def _sign(self, data: bytes) -> bytes:
        return blake2b(data, key=self.key, digest_size=_DIGEST).hexdigest().encode("ascii")


def open_cache(folder: str) -> Cache | None:
    """The cache of a folder; None where no key can be kept for this user."""
    key = read_key()
    return Cache(Path(folder), digest_program(), key) if key else None


def read_key() -> bytes | None:
    """The key of this user, made when there is none; None where it cannot be kept."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    place = Path(base) / "heshu" / "key"
    try:
        if not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(_DIGEST))
        key = place.read_bytes()
    except OSError:
        return None
    return key if len(key) == _DIGEST else None


def digest_program() -> bytes:
    """What tells one state of heshu, its rules and the libraries beside it from another: files by size and time, not read."""
    digest = blake2b(VERSION.encode("ascii"), digest_size=_DIGEST)
    package = Path(__file__).resolve().parent
    for folder in (package, find_rules_folder()):
        for entry in sorted(_walk(str(folder))):
            digest.update(entry.encode("utf-8", "surrogatepass"))
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for installed in (os.path.join(sys.prefix, "lib", version, "site-packages"), os.path.join(sys.prefix, "Lib", "site-packages")):
        if os.path.isdir(installed):  # its time changes when a library comes or goes
            digest.update(f"{version} {os.stat(installed).st_mtime_ns}".encode())
    return digest.digest()


def _walk(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _walk(entry.path)
            elif entry.name.endswith(_PROGRAM):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}\n"


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (OSError, ValueError):
        return None


def unfold(value: object) -> object:
    """A value as JSON can hold it: a dataclass by its number with its fields, a decimal digit for digit, a map as pairs."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, tuple):
        return [unfold(each) for each in value]
    if isinstance(value, Decimal):
        return {"d": str(value)}
    if isinstance(value, Mapping):
        return {"m": [[unfold(key), unfold(each)] for key, each in value.items()]}
    if is_dataclass(value):
        return {"c": _NUMBERS[type(value)], "v": [unfold(getattr(value, name)) for name in _NAMES[type(value)]]}
    raise TypeError(f"{type(value).__name__} has no form")


def freeze(value: Any) -> Any:
    """Lists as the tuples that they were."""
    return tuple(map(freeze, value)) if isinstance(value, list) else value


def _restore(form: dict[str, Any]) -> object:
    if "c" in form:
        return _CLASSES[form["c"]](*map(freeze, form["v"]))
    return Decimal(form["d"]) if "d" in form else {freeze(key): freeze(value) for key, value in form["m"]}
