"""Which of the named documents have changed since a commit, as git says.

Comes in: paths, a commit or branch, and the paths that are compared with. Goes out: the names of changed and new documents; all of them
where one of those to compare with has changed, because then any may be wrong. Refuses, with a UsageError, what git does not know.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from audit.errors import UsageError
from audit.ingest.archive import split_name
from audit.ingest.paths import find_documents


def select_changed(paths: Sequence[str | Path], base: str, against: Sequence[str] = ()) -> tuple[str, ...]:
    """The documents among those that the paths name whose file differs from what it was where the branch left `base`."""
    names = find_documents(paths)
    changed = list_changed(base)
    if against and any(_real(name) in changed for name in find_documents(against)):
        return names
    return tuple(name for name in names if _real(name) in changed)


def list_changed(base: str) -> frozenset[str]:
    """The real paths of all files of the work tree that differ from `base`, those that git does not follow yet too."""
    if base.startswith("-") or not base.strip():
        raise UsageError(f"--diff 后面要写分支或提交: {base}", reason="bad-base", hint="例如 --diff origin/main")
    root = os.fsdecode(_ask("rev-parse", "--show-toplevel")).rstrip("\n")
    start = _find_start(base)
    told = _ask("diff", "--name-only", "--diff-filter=d", "-z", start, "--")
    new = _ask("-C", root, "ls-files", "--others", "--exclude-standard", "-z")
    return frozenset(os.path.realpath(os.path.join(root, os.fsdecode(name))) for name in (told + new).split(b"\0") if name)


def _find_start(base: str) -> str:
    """Where this branch left the other; the commit itself where the history between them is not at hand (a shallow clone)."""
    _ask("rev-parse", "--verify", "--quiet", f"{base}^{{commit}}", base=base)
    try:
        return os.fsdecode(_ask("merge-base", base, "HEAD")).strip()
    except UsageError:
        return base


def _ask(*arguments: str, base: str = "") -> bytes:
    """What git answers. Raises UsageError (`no-git`, `bad-base`)."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, check=False)  # noqa: S603, S607 - no shell, and git is found as any program
    except OSError as problem:
        raise UsageError("用 --diff 要先装 git", reason="no-git") from problem
    if done.returncode and base:
        hint = "CI 里请把历史取全, 例如 actions/checkout 的 fetch-depth: 0"
        raise UsageError(f"git 不认识 {base}", reason="bad-base", hint=hint)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(f"git 说: {said[-1] if said else done.returncode}", reason="no-git", hint="--diff 要在 git 仓库里用")
    return done.stdout


def _real(name: str) -> str:
    return os.path.realpath(split_name(name)[0])
