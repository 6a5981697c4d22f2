"""The page on this machine: what it does for its user, and what it refuses everybody else."""

from __future__ import annotations

import asyncio
import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import docx
import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from audit.serve.app import make_app
from audit.serve.guard import Limits

ROOT = Path(__file__).parent.parent
TEXT = "全年2003家企业申报高新技术企业，通过认定1083家，通过率64%。"
HOST = "127.0.0.1:8765"


@asynccontextmanager
async def visit(folder: Path, limits: Limits | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application without a network between them."""
    transport = httpx.ASGITransport(make_app(folder, frozenset({HOST}), limits))
    async with httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}") as client:
        yield client


async def find_token(client: httpx.AsyncClient) -> str:
    """The token of the form."""
    found = re.search(r'name="token" value="([^"]+)"', (await client.get("/")).text)
    assert found
    return found.group(1)


async def post(client: httpx.AsyncClient, *files: tuple[str, bytes], text: str = "", **headers: str) -> httpx.Response:
    """The form, sent."""
    data = {"token": await find_token(client), "text": text, "ruleset": "pre-publication"}
    return await client.post("/audits", data=data, files=[("files", file) for file in files] or {"files": ("", b"")}, headers=headers)


async def wait(client: httpx.AsyncClient, address: str) -> str:
    """The page of a job when it is through."""
    for _ in range(600):
        page = (await client.get(address)).text
        if "http-equiv=\"refresh\"" not in page:
            return page
        await asyncio.sleep(0.1)
    raise AssertionError("not through")


def test_from_file_to_report_and_word(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(TEXT)
    written = io.BytesIO()
    document.save(written)

    async def story() -> None:
        async with visit(tmp_path) as client:
            answer = await post(client, ("../../工作 总结<b>.docx", written.getvalue()), text=TEXT)
            assert answer.status_code == 303
            address = answer.headers["location"]
            page = await wait(client, address)
            assert "2 个错误" in page and "工作 总结&lt;b&gt;.docx" in page
            report = await client.get(f"{address}/report.html")
            assert "share-mismatch" in report.text and report.headers["x-frame-options"] == "DENY"
            assert (await client.get(f"{address}/report.json")).json()["schema"] == 1
            word = await client.get(f"{address}/annotated-1.docx")
            assert len(list(docx.Document(io.BytesIO(word.content)).comments)) == 1
            assert (await client.get(f"{address}/annotated-9.docx")).status_code == 404
            history = (await client.get("/")).text
            assert "等 2 份" in history
            await client.post(f"{address}/forget", data={"token": await find_token(client)}, files={"none": ("", b"")})
            assert (await client.get(address)).status_code == 404
            assert list(tmp_path.iterdir()) == []

    asyncio.run(story())


def test_history_and_reasons_are_kept_where_asked(tmp_path: Path) -> None:
    async def first() -> str:
        async with visit(tmp_path) as client:
            address = (await post(client, ("总结.txt", TEXT.encode()))).headers["location"]
            assert "1 个错误" in await wait(client, address)
            page = (await client.get(f"{address}/accept")).text
            finding = re.search(r'name="finding" value="([^"]+)"', page)
            assert finding and "1083家" in page
            data = {"token": await find_token(client), "finding": finding.group(1), "reason": '见附注"3"\\ 二<b>'}
            nothing = {"none": ("", b"")}
            assert (await client.post(f"{address}/accept", data={**data, "reason": " "}, files=nothing)).status_code == 400
            assert (await client.post(f"{address}/accept", data={**data, "token": "x"}, files=nothing)).status_code == 403
            assert (await client.post(f"{address}/accept", data={**data, "finding": "x"}, files=nothing)).status_code == 400
            assert (await client.post(f"{address}/accept", data=data, files=nothing)).status_code == 303
            assert "0 个错误" in await wait(client, address)
            assert '见附注"3"\\ 二' in (await client.get(f"{address}/report.json")).json()["findings"][0]["reason"]
            return address

    async def second(address: str) -> None:
        async with visit(tmp_path) as client:
            assert "总结.txt" in (await client.get("/")).text
            assert "attachment" in (await client.get(f"{address}/report.html?download")).headers["content-disposition"]
            again = (await post(client, ("总结.txt", TEXT.encode()))).headers["location"]
            assert "0 个错误" in await wait(client, again)
            other = (await post(client, ("别的.txt", TEXT.encode()))).headers["location"]
            assert "1 个错误" in await wait(client, other)

    address = asyncio.run(first())
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "job.json").write_text("{", "utf-8")
    asyncio.run(second(address))


def test_what_is_refused(tmp_path: Path) -> None:
    async def story() -> None:
        async with visit(tmp_path, Limits(body=50_000, files=3)) as client:
            assert (await client.get("/", headers={"host": "evil.example"})).status_code == 421
            assert (await post(client, text=TEXT, origin="http://evil.example")).status_code == 403
            assert (await post(client, text=TEXT, **{"sec-fetch-site": "cross-site"})).status_code == 403
            assert (await client.post("/audits", data={"token": "x", "text": TEXT}, files={"files": ("", b"")})).status_code == 403
            assert (await post(client, ("大.txt", b"1" * 60_000))).status_code == 413
            assert (await post(client, *((f"{n}.txt", b"1") for n in range(5)))).status_code == 400
            assert (await post(client)).status_code == 400
            for path in ("/audits/x", "/audits/../../etc/passwd", "/audits/x/report.html"):
                assert (await client.get(path)).status_code == 404
            address = (await post(client, text=TEXT)).headers["location"]
            await wait(client, address)
            for name in ("..%2f..%2fetc%2fpasswd", "documents", "report.exe", "annotated-1.docx%00"):
                assert (await client.get(f"{address}/{name}")).status_code == 404

    asyncio.run(story())


def test_a_body_without_length_is_measured(tmp_path: Path) -> None:
    begin = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n'

    async def endless() -> AsyncIterator[bytes]:
        yield begin
        for _ in range(100):
            yield b"x" * 1000

    async def slow() -> AsyncIterator[bytes]:
        yield begin
        await asyncio.sleep(3)
        yield b"x"

    async def story() -> None:
        kind = {"content-type": "multipart/form-data; boundary=x"}
        async with visit(tmp_path, Limits(body=5_000)) as client:
            assert (await client.post("/audits", content=endless(), headers=kind)).status_code == 413
        async with visit(tmp_path, Limits(upload_seconds=0.3)) as client:
            assert (await client.post("/audits", content=slow(), headers=kind)).status_code == 408

    asyncio.run(story())


def test_a_bomb_and_a_slow_audit_fail_by_themselves(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("甲.txt", b"0" * 200_000_000)

    async def story() -> None:
        async with visit(tmp_path) as client:
            address = (await post(client, ("炸弹.zip", bomb.getvalue()))).headers["location"]
            assert "没有核成" in await wait(client, address) or "1 个错误" in await wait(client, address)
        async with visit(tmp_path, Limits(audit_seconds=0.05)) as client:
            address = (await post(client, text=TEXT)).headers["location"]
            assert "用时太长" in await wait(client, address)

    asyncio.run(story())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A real server in a process of its own, on a port of its own; it leaves nothing behind."""
    scratch = tmp_path_factory.mktemp("serve")
    command = [sys.executable, "-m", "audit", "serve", "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT) as process:
        assert process.stderr
        found = re.search(r"http://\S+?/", process.stderr.readline())
        assert found
        yield found.group(0).rstrip("/"), process
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert list(scratch.iterdir()) == []


def test_fifty_uploads_at_once(server: tuple[str, subprocess.Popen[str]]) -> None:
    async def story() -> None:
        async with httpx.AsyncClient(base_url=server[0], timeout=120) as client:
            await client.get("/")
            answers = await asyncio.gather(*(post(client, text=f"{TEXT}第{n}份。") for n in range(50)))
            assert {answer.status_code for answer in answers} == {303}
            pages = await asyncio.gather(*(wait(client, answer.headers["location"]) for answer in answers))
            assert all("1 个错误" in page for page in pages)

    asyncio.run(story())


def test_a_killed_worker_loses_only_its_job(server: tuple[str, subprocess.Popen[str]]) -> None:
    def find_workers() -> list[int]:
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(server[1].pid)], capture_output=True, text=True, check=False)
        return [int(line) for line in listed.stdout.split()]

    async def story() -> None:
        async with httpx.AsyncClient(base_url=server[0], timeout=60) as client:
            first = (await post(client, text=TEXT * 200)).headers["location"]
            for _ in range(100):
                if workers := find_workers():
                    break
                await asyncio.sleep(0.02)
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
            second = (await post(client, text=TEXT)).headers["location"]
            assert "没有核成" in await wait(client, first)
            assert "1 个错误" in await wait(client, second)

    asyncio.run(story())


RAW = {
    "another host's name": (b"GET / HTTP/1.1\r\nHost: evil.example\r\n", b"421"),
    "no host": (b"GET / HTTP/1.0\r\n", b"421"),
    "a path that climbs": (b"GET /audits/../../../etc/passwd HTTP/1.1\r\nHost: %s\r\n", b"404"),
    "an encoded path that climbs": (b"GET /audits/%%2e%%2e%%2f%%2e%%2e%%2fetc%%2fpasswd HTTP/1.1\r\nHost: %s\r\n", b"404"),
    "a post from another site": (b"POST /audits HTTP/1.1\r\nHost: %s\r\nOrigin: https://evil.example\r\nContent-Length: 0\r\n", b"403"),
    "a post from nowhere": (b"POST /audits HTTP/1.1\r\nHost: %s\r\nOrigin: null\r\nContent-Length: 0\r\n", b"403"),
    "a post without the token": (b"POST /audits HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\n", b"403"),
    "a body too large": (b"POST /audits HTTP/1.1\r\nHost: %s\r\nContent-Length: 99999999999\r\n", b"413"),
    "another method": (b"DELETE /audits HTTP/1.1\r\nHost: %s\r\n", b"405"),
}


@pytest.mark.parametrize(("request_", "code"), RAW.values(), ids=RAW)
def test_raw_requests_are_refused(server: tuple[str, subprocess.Popen[str]], request_: bytes, code: bytes) -> None:
    host = server[0].removeprefix("http://").encode()
    with socket.create_connection(("127.0.0.1", int(host.rpartition(b":")[2])), timeout=20) as caller:
        caller.sendall((request_ % host if b"%" in request_ else request_) + b"Connection: close\r\n\r\n")
        answer = b"".join(iter(lambda: caller.recv(65536), b""))
    assert answer.split(b" ", 2)[1] == code
    assert b"root:" not in answer


def test_it_listens_on_this_machine_only(server: tuple[str, subprocess.Popen[str]]) -> None:
    port = int(server[0].rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)} - {"127.0.0.1", "127.0.1.1"}
    for address in others:
        with socket.socket() as caller:
            caller.settimeout(1)
            assert caller.connect_ex((address, port)) != 0


def test_a_taken_port_is_said(server: tuple[str, subprocess.Popen[str]]) -> None:
    port = server[0].rpartition(":")[2]
    time.sleep(0.1)
    command = [sys.executable, "-m", "audit", "serve", "--port", port]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, cwd=ROOT, check=False)
    assert done.returncode == 2
    assert "用不了" in done.stderr


def test_in_a_browser(server: tuple[str, subprocess.Popen[str]], browser: Browser, tmp_path: Path) -> None:
    """A file chosen, the report read, the job forgotten; nothing is asked of any other host."""
    (tmp_path / "总结.txt").write_text(TEXT, "utf-8")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(server[0])
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not [rule for rule in Axe().run(page).response["violations"] if rule["impact"] in ("serious", "critical")]
    page.set_input_files("input[type=file]", tmp_path / "总结.txt")
    assert page.inner_text("#chosen") == "总结.txt"
    page.click("button[type=submit]")
    page.click("a.button")
    page.wait_for_selector(".panel")
    page.goto(server[0])
    page.click(".jobs tr:has-text('总结.txt') button")
    assert page.locator(".jobs tr:has-text('总结.txt')").count() == 0
    context.close()
    assert complaints == []
