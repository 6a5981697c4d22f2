"""`heshu serve`: the page on this machine.

Comes in: the options. Goes out: a server on 127.0.0.1 until Ctrl-C. Refuses a port that is taken; needs the extra `serve`.
"""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from audit.errors import OutputError, UsageError

HOST = "127.0.0.1"


def run(options: argparse.Namespace) -> int:
    """Run `heshu serve`."""
    try:
        uvicorn, app = import_module("uvicorn"), import_module("audit.serve.app")
    except ModuleNotFoundError as missing:
        hint = "请运行: pip install 'heshu[serve]'"
        raise UsageError(f"打开网页要先装 {missing.name}", reason="missing-extra", hint=hint) from missing
    listener = open_port(options.port)
    port = listener.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="heshu-") as scratch:
        folder = Path(options.keep or scratch)
        folder.mkdir(parents=True, exist_ok=True)
        names = frozenset(f"{name}:{port}" for name in (HOST, "localhost"))
        print(f"heshu: http://{HOST}:{port}/  (Ctrl-C 结束)", file=sys.stderr, flush=True)
        application = app.make_app(folder, names, workers=options.jobs)
        config = uvicorn.Config(application, log_level="warning", timeout_keep_alive=5, limit_concurrency=200, server_header=False)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # so that the folder is removed then, too
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
    return 0


def open_port(port: int) -> socket.socket:
    """A socket that listens on this machine only. Raises OutputError where the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as problem:
        listener.close()
        raise OutputError(f"端口 {port} 用不了: {problem.strerror}", reason="port-taken", hint="请换一个: --port 8766") from problem
    listener.listen(128)
    return listener
