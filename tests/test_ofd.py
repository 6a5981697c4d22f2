"""OFD files: the same text as the PDF of the same pages; templates, blocks, matrices; hostile and unreadable files refused in time."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.errors import InputError
from audit.ingest.ofd import read_ofd
from audit.ingest.pdf import read_pdf
from audit.model import SourceDocument
from tests.ofd_sample import ENTRY, SPACE, make_document, make_page, make_text, write_ofd, write_package
from tests.page_sample import Sheet, Table, lay_out
from tests.pdf_sample import write_pdf

REVENUE = "（一）收入情况。全年一般公共预算收入完成12,345.67万元，完成预算的102%，比上年增长3.2%，其中税收收入8,000万元。"
TABLE = [["指标", "绝对额（亿元）", "比上年增长（%）"], ["地区生产总值", "1234.5", "5.6"], ["其中：第一产业", "", "3.2"]]
BLOCKS: list[str | Table] = ["一、预算执行情况", REVENUE, TABLE, "全年接待游客1083万人次。"]
CONTENT = "Doc_0/Pages/Page_0/Content.xml"
DOCUMENT = "Doc_0/Document.xml"


def read(data: bytes) -> SourceDocument:
    return read_ofd("报告.ofd", data)


def write_layers(layers: str, others: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OFD with one page of these layers."""
    return write_package({"OFD.xml": ENTRY, DOCUMENT: make_document(1), CONTENT: make_page(layers)} | dict(others or {}))


def test_one_text_in_ofd_and_pdf() -> None:
    sheets = lay_out(BLOCKS * 9, "云溪区财政局文件", "— {} —")
    ofd, pdf = read(write_ofd(sheets)), read_pdf("报告.pdf", write_pdf(sheets))
    assert (ofd.text, ofd.furniture) == (pdf.text, pdf.furniture)
    assert [(place.start, place.end, place.page, place.row, place.part) for place in ofd.places] == [
        (place.start, place.end, place.page, place.row, place.part) for place in pdf.places
    ]
    assert (ofd.format, ofd.damage, ofd.problem) == ("ofd", (), None)
    assert ofd.text.startswith(f"云溪区财政局文件\n一、预算执行情况\n{REVENUE}\n指标\t绝对额（亿元）\t比上年增长（%）\n")


def test_places_are_points() -> None:
    document = read(write_ofd([Sheet([(90, 120, 16, "共3家")])]))
    place = document.places[0]
    assert document.text[place.start : place.end] == "共3家"
    assert place.box == pytest.approx((90, 106, 130, 122), abs=0.3)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('<ofd:TextCode X="0" Y="5" DeltaX="5 5 2.5">完成12</ofd:TextCode>', "完成12"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5 2.5">完成12</ofd:TextCode>', "完成12"),
        ('<ofd:TextCode X="0" Y="5">完成12</ofd:TextCode>', "完成12"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="5">完成</ofd:TextCode><ofd:TextCode X="10">12</ofd:TextCode>', "完成12"),
        ('<ofd:TextCode X="10" Y="5" DeltaX="2.5">12</ofd:TextCode><ofd:TextCode X="0" DeltaX="5">完成</ofd:TextCode>', "完成12"),
        ('<ofd:TextCode X="0" Y="5" DeltaY="9 9">完成了</ofd:TextCode>', "完\n成\n了"),
        ('<ofd:TextCode X="0" Y="5" DeltaX="g 99999999 5 x">完成</ofd:TextCode>', "完成"),
        ("<ofd:TextCode>A&amp;B</ofd:TextCode>", "A&B"),
    ],
)
def test_text_codes(code: str, text: str) -> None:
    page = f'<ofd:Layer><ofd:TextObject Boundary="30 30 60 10" Size="5">{code}</ofd:TextObject></ofd:Layer>'
    assert read(write_layers(page)).text == text + "\n"


def test_matrices_blocks_and_composites() -> None:
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{make_text(0, 20, 10, "其中")}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    block = f"<ofd:PageBlock>{make_text(100, 300, 10, '末行')}</ofd:PageBlock>"
    composite = '<ofd:CompositeObject ResourceID="7" Boundary="30 50 9 9" CTM="2 0 0 2 0 0"/>'
    hidden = make_text(100, 400, 10, "看不见").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    layers = f"<ofd:Layer>{block}{composite}{hidden}</ofd:Layer>"
    others = {DOCUMENT: make_document(1, "<ofd:PublicRes>Res.xml</ofd:PublicRes>"), "Doc_0/Res.xml": resources}
    document = read(write_layers(layers, others))
    assert document.text == "其中\n末行\n"
    assert document.places[0].box == pytest.approx((85, 164.4, 125, 184.4), abs=1)


def test_template_is_part_of_each_page() -> None:
    template = '<ofd:TemplatePage ID="5" BaseLoc="Tpls/Tpl_0/Content.xml"/>'
    pages = [make_page(f"<ofd:Layer>{make_text(90, 300, 16, text)}</ofd:Layer>", '<ofd:Template TemplateID="5"/>') for text in ("甲", "乙")]
    others = {DOCUMENT: make_document(2, template), CONTENT: pages[0], CONTENT.replace("Page_0", "Page_1"): pages[1]}
    others["Doc_0/Tpls/Tpl_0/Content.xml"] = make_page(f"<ofd:Layer>{make_text(200, 60, 10, '云溪区财政局')}</ofd:Layer>")
    document = read(write_package({"OFD.xml": ENTRY} | others))
    assert document.text == "云溪区财政局\n甲\n云溪区财政局\n乙\n"
    assert [document.text[start:end] for start, end in document.furniture] == ["云溪区财政局\n"] * 2


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("ofd:", "").replace('xmlns:ofd="http://www.ofdspec.org/2016"', ""),
        lambda text: text.replace("http://www.ofdspec.org/2016", "http://www.ofdspec.org"),
        lambda text: text.replace("Doc_0/Document.xml", "/doc_0\\Document.xml"),
        lambda text: text.replace('BaseLoc="', 'BaseLoc="/Doc_0/'),
        lambda text: '<?xml version="1.0" encoding="UTF-8"?>' + text,
        lambda text: ('<?xml version="1.0" encoding="GBK"?>' + text).encode("gbk"),
    ],
)
def test_files_as_producers_write_them(change: Callable[[str], str | bytes]) -> None:
    page = make_page(f"<ofd:Layer>{make_text(90, 300, 16, '全年共3家')}</ofd:Layer>")
    members = {"OFD.xml": ENTRY, DOCUMENT: make_document(1), CONTENT: page}
    assert read(write_package({path: change(text) for path, text in members.items()})).text == "全年共3家\n"


def test_signatures_do_not_hinder() -> None:
    signed = {"Doc_0/Signs/Signatures.xml": "<x/>", "Doc_0/Signs/Sign_0/SignedValue.dat": bytes(64)}
    assert read(write_ofd(lay_out(["全年共3家。"]), signed)).text == "全年共3家。\n"


def make_swelling() -> bytes:
    """Composite graphics that draw themselves twice, sixteen deep and more."""
    again = '<ofd:CompositeObject ResourceID="7"/>' * 30
    unit = f'<ofd:CompositeGraphicUnit ID="7"><ofd:Content>{again}</ofd:Content></ofd:CompositeGraphicUnit>'
    resources = f"<ofd:Res {SPACE}><ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits></ofd:Res>"
    others = {DOCUMENT: make_document(1, "<ofd:PublicRes>Res.xml</ofd:PublicRes>"), "Doc_0/Res.xml": resources}
    return write_layers(f"<ofd:Layer>{again}</ofd:Layer>", others)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "哈哈"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
SHORT = f"<ofd:Layer>{make_text(90, 300, 16, '全年共3家')}</ofd:Layer>"
GOOD = write_ofd(lay_out(BLOCKS))
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no text": ("no-text-layer", lambda: write_ofd([Sheet()])),
    "encrypted package": ("encrypted", lambda: write_package({"OFD.xml": b"\x93\x12", "Encryptions.xml": "<x/>"})),
    "entities": ("hostile-xml", lambda: write_layers("", {CONTENT: LAUGHS + make_page(SHORT.replace("全年", "&b;"))})),
    "external entity": ("hostile-xml", lambda: write_layers("", {CONTENT: OUTSIDE + make_page(SHORT.replace("全年", "&a;"))})),
    "zip bomb": ("bomb", lambda: write_layers("", {"Doc_0/Res/image.png": bytes(30_000_000)})),
    "graphics that draw themselves": ("too-slow", make_swelling),
    "deep nesting": ("hostile-xml", lambda: write_layers("<ofd:PageBlock>" * 3000 + "</ofd:PageBlock>" * 3000)),
    "no document": ("damaged-file", lambda: write_package({"OFD.xml": ENTRY})),
    "no XML": ("damaged-file", lambda: write_package({"OFD.xml": "全年共3家"})),
    "paths outside": ("damaged-file", lambda: write_package({"OFD.xml": ENTRY.replace("Doc_0/", "../../etc/")})),
    "cut in half": ("damaged-file", lambda: GOOD[: len(GOOD) // 2]),
    "10,000 pages": ("too-many-pages", lambda: write_package({"OFD.xml": ENTRY, DOCUMENT: make_document(10_000)})),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=REFUSED)
def test_refused(reason: str, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.ingest.ofdpage.SECONDS", 0.5)
    data, start = make(), time.monotonic()
    with pytest.raises(InputError) as problem:
        read(data)
    assert (problem.value.reason, problem.value.file) == (reason, "报告.ofd")
    assert problem.value.hint
    assert time.monotonic() - start < 10


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_bent_files_give_a_text_or_a_reason(data: st.DataObject) -> None:
    """Bytes of the package, or of a page inside it, are changed."""
    page = bytearray(make_page(SHORT).encode())
    target = data.draw(st.sampled_from([bytearray(GOOD), page]))
    for _ in range(data.draw(st.integers(1, 8))):
        target[data.draw(st.integers(0, len(target) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InputError):
        assert read(bytes(target) if target is not page else write_layers("", {CONTENT: bytes(page)})).text
