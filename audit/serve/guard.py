"""What stands before every request: only this machine, only its own page, nothing too large, nothing too slow.

Comes in: an ASGI application. Goes out: one that refuses strange hosts (DNS rebinding), posts from other sites (CSRF), bodies beyond a
size, and bodies that trickle in. Every answer carries headers that keep other pages out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS: Mapping[str, str] = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


_TOO_LARGE = "文件太大, 请分几次核"


@dataclass(frozen=True, slots=True)
class Limits:
    """What is taken: bytes of one request, files in it, seconds that its body may take, seconds and bytes of memory of one audit."""

    body: int = 60_000_000
    files: int = 50
    upload_seconds: float = 120.0
    audit_seconds: float = 300.0
    memory: int = 3_000_000_000


class Guard:
    """The application behind its guard; `names` are the hosts by which it may be asked, with port."""

    def __init__(self, app: ASGIApp, names: frozenset[str], limits: Limits) -> None:
        self._app, self._names, self._limits = app, names, limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refuse(scope, headers)
        answer = self._add_headers(send)
        if refusal is not None:
            await refusal(scope, receive, answer)
            return
        await self._app(scope, self._measure(receive), answer)

    def _refuse(self, scope: Scope, headers: Headers) -> PlainTextResponse | None:
        if headers.get("host", "") not in self._names:
            return PlainTextResponse("只能在本机上打开", 421)
        if scope["method"] in ("GET", "HEAD"):
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "same-origin")
        if site != "same-origin" or (origin is not None and origin.removeprefix("http://") not in self._names):
            return PlainTextResponse("只接受本页面提交的文件", 403)
        if not headers.get("content-length", "0").isdigit() or int(headers.get("content-length", "0")) > self._limits.body:
            return PlainTextResponse(_TOO_LARGE, 413)
        return None

    def _measure(self, receive: Receive) -> Receive:
        taken, ends = 0, asyncio.get_running_loop().time() + self._limits.upload_seconds

        async def measured() -> Message:
            nonlocal taken
            try:
                async with asyncio.timeout_at(ends):
                    message = await receive()
            except TimeoutError:
                raise HTTPException(408, "上传太慢, 已中断") from None
            taken += len(message.get("body", b""))
            if taken > self._limits.body:
                raise HTTPException(413, _TOO_LARGE)
            return message

        return measured

    def _add_headers(self, send: Send) -> Send:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        return sent
