"""What to read: the paths, folders and globs of a command line in, the names of documents out.

A file named directly or by a glob is taken whatever its suffix; in folders only what `archive.SUFFIXES` names, hidden ones left
out. A zip file stands for its documents. Refuses a path that does not exist (with near matches) and a folder without documents.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePath

from audit.errors import InputError
from audit.ingest.archive import SUFFIXES, is_document, list_members, split_name


def find_documents(paths: Sequence[str | Path]) -> tuple[str, ...]:
    """The names of all documents, in the order of the paths, each once; folders are walked in sorted order.

    Raises InputError with reason `missing-path`, `no-documents` or `no-permission`.
    """
    found: dict[str, None] = {}
    for path in paths:
        name = path.as_posix() if isinstance(path, PurePath) else path
        found.update(dict.fromkeys(_expand(name)))
    if not found:
        raise InputError("没有给出要核对的文件", reason="no-documents", hint="例如: heshu check 报告.txt 或 heshu check 文件夹/")
    return tuple(found)


def _expand(name: str) -> tuple[str, ...]:
    if name == "-":
        return (name,)
    try:
        if os.path.isdir(name):
            return _walk_folder(name)
        if os.path.isfile(name):
            return list_members(name)
        if os.path.exists(name) or split_name(name)[1]:
            return (name,)
    except ValueError:
        raise _missing(name) from None
    if glob.has_magic(name):
        return _expand_glob(name)
    raise _missing(name)


def _walk_folder(folder: str) -> tuple[str, ...]:
    paths = ((PurePath(folder) / path).as_posix() for path in _list_folder(folder))
    found = tuple(name for path in paths for name in (list_members(path) if path.lower().endswith(".zip") else (path,)))
    if not found:
        hint = f"目前读 {' '.join(sorted(SUFFIXES))}; 其他后缀的文本请直接写出文件名"
        raise InputError("文件夹里没有可以核对的文件", reason="no-documents", file=folder, hint=hint)
    return found


def _list_folder(folder: str) -> Iterator[str]:
    """The documents of a folder and its folders, sorted by path, as paths below it."""

    def refuse(problem: OSError) -> None:
        raise InputError("打不开文件夹", reason="no-permission", file=str(problem.filename), hint="请检查文件夹的权限") from problem

    for here, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = os.path.relpath(here, folder)
        for name in sorted(files):
            if is_document(name) or (name.lower().endswith(".zip") and not name.startswith(".")):
                yield os.path.normpath(os.path.join(below, name))


def _expand_glob(pattern: str) -> tuple[str, ...]:
    found = [path for path in sorted(glob.glob(pattern, recursive=True)) if os.path.isfile(path)]
    if not found:
        raise InputError("没有文件符合这个通配符", reason="missing-path", file=pattern, hint="请检查通配符, 或直接给出文件夹")
    return tuple(name for path in found for name in list_members(PurePath(path).as_posix()))


def _missing(name: str) -> InputError:
    near = find_near(name)
    hint = f"是不是: {'、'.join(near)}" if near else "请检查路径; 相对路径从当前目录算起"
    return InputError("找不到文件或文件夹", reason="missing-path", file=name, hint=hint)


def find_near(name: str) -> tuple[str, ...]:
    """Up to three existing paths beside a missing one that are spelt nearly alike."""
    path = PurePath(name)
    try:
        beside = [entry for entry in os.listdir(str(path.parent)) if not entry.startswith(".")]
    except (OSError, ValueError):
        return ()
    stems = {PurePath(entry).stem: entry for entry in beside}
    close = get_close_matches(path.name, beside, n=3, cutoff=0.6)
    close += [stems[stem] for stem in get_close_matches(path.stem, list(stems), n=3, cutoff=0.75)]
    return tuple((path.parent / entry).as_posix() for entry in dict.fromkeys(close))[:3]
