"""Work that may crash, hang or swell, done in a process of its own with a limit on time and memory.

Comes in: a module of heshu that reads standard input and writes standard output, and the bytes for it. Goes out: what it wrote.
Raises InputError where it took too long, needed too much memory, or died.
"""

from __future__ import annotations

import os
import subprocess
import sys

from audit.errors import InputError
from audit.ingest.package import damaged

SECONDS = 9.0
MEMORY = 900_000_000


def run_apart(name: str, module: str, arguments: tuple[str, ...], data: bytes) -> bytes:
    """The answer of a module to bytes; `name` is the document's, for errors (`too-slow`, `damaged-file`)."""
    command = [sys.executable, "-P", "-X", "utf8", "-c", _START, module, *arguments]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env=environment, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        hint = "请把文件拆成几份再核; 如来源不明, 不要再打开"
        raise InputError(f"{SECONDS:.0f} 秒内读不完", reason="too-slow", file=name, hint=hint) from None
    if done.returncode:
        raise damaged(name, "文件已损坏或内容异常, 读不出")
    return done.stdout


_START = f"""\
import runpy, sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
module = sys.argv[1]
sys.argv[:] = sys.argv[1:]
runpy.run_module(module, run_name="__main__")
"""
"""Limits first, where the system has them, then the module."""
