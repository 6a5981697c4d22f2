"""Tables of parsed figures: how they are told apart, what is derived, which faults are listed, what is found, in every format."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from conftest import Heshu

import audit
from audit.errors import InputError
from audit.ingest.document import read_data
from audit.model import Figure, Reading
from audit.parsed import find_table
from audit.pipeline import read_documents

HEAD = "document,indicator,value,unit"
WHOLE = f"""{HEAD},kind,period,of,against
甲.txt,高新技术企业,563,家,,2022,,
甲.txt,高新技术企业,486,家,,2021,,
甲.txt,高新技术企业增速,25.8,%,,2022,,
甲.txt,申报企业,2003,家,,2022,,
甲.txt,通过企业,1083,家,,2022,,
甲.txt,通过企业,64,%,,2022,申报企业,
乙.txt,森林覆盖率,136.2,%,,2022,,
乙.txt,技术合同成交额,67.8,亿元,,2022,,
乙.txt,技术合同成交额,21.1,%,change,2022,,yoy
乙.txt,技术合同成交额,559800,万元,,2021,,
"""
FOUND = {("growth-mismatch", "C2"), ("share-mismatch", "C6"), ("share-over-100", "C8")}


def read_table(text: str, name: str = "m.csv") -> tuple[Reading, ...]:
    """The readings of a table."""
    outcomes = read_documents(read_data(name, text.encode()))
    assert all(isinstance(outcome, Reading) for outcome in outcomes)
    return tuple(outcome for outcome in outcomes if isinstance(outcome, Reading))


def read_row(cells: str, head: str = HEAD) -> Figure:
    """The one figure of a table of one row."""
    (reading,) = read_table(f"{head}\n{cells}\n")
    (figure,) = reading.figures
    return figure


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        (f"{HEAD}\n甲,产值,12,亿元\n", True),
        ("Document,Indicator,Value,Unit\n甲,产值,12,亿元\n", True),
        ("indicator,value\n产值,12\n", True),
        ("地区,指标,数值,单位\n甲,产值,12,亿元\n", False),
        ("document,value\n甲,12\n", False),
        ("2022年统计表\n指标,单位,数值\n产值,亿元,12\n", False),
    ],
)
def test_the_header_tells_a_table_of_figures(text: str, parsed: bool) -> None:
    assert (find_table(read_data("a.csv", text.encode())) is not None) == parsed


def test_a_text_that_speaks_of_indicator_and_value_is_none() -> None:
    assert find_table(read_data("a.txt", f"{HEAD.replace(',', chr(9))}\n".encode())) is None


@pytest.mark.parametrize(
    ("cells", "kind", "value", "low", "high", "unit", "exact"),
    [
        ("甲,高新技术企业,1083,家", "level", "1083", "1083", "1083", "家", True),
        ("甲,高新技术企业,24700,家", "level", "24700", "24699.5", "24700.5", "家", False),
        ("甲,高新技术企业,24000,家", "level", "24000", "23500", "24500", "家", False),
        ("甲,技术合同成交额,67.8,亿元", "level", "6780000000", "6775000000", "6785000000", "元", False),
        ("甲,技术合同成交额,120000000,元", "level", "120000000", "115000000", "125000000", "元", False),
        ("甲,常住人口,125.4,万人", "level", "1254000", "1253500", "1254500", "人", False),
        ("甲,通过率,54.0,%", "share", "54.0", "53.95", "54.05", "%", False),
        ("甲,专利授权量增速,-3.5,%", "change", "-3.5", "-3.55", "-3.45", "%", False),
        ("甲,城镇化率,1.2,个百分点", "delta", "1.2", "1.15", "1.25", "个百分点", False),
        ('甲,专利授权量,"12,086",件', "level", "12086", "12086", "12086", "件", True),
        ("甲,某物,12,箱次", "level", "12", "11.5", "12.5", "箱次", False),
    ],
)
def test_what_is_not_given_is_derived(cells: str, kind: str, value: str, low: str, high: str, unit: str, exact: bool) -> None:
    figure = read_row(cells)
    assert (figure.kind, figure.unit, figure.known) == (kind, unit, True)
    if cells == "甲,高新技术企业,24700,家":
        assert figure.exact, "two noughts are no rounding"
        return
    assert (figure.value, figure.low, figure.high, figure.exact) == (Decimal(value), Decimal(low), Decimal(high), exact)


def test_what_is_given_is_kept() -> None:
    figure = read_row("甲,企业,24700,家,100,24700,,over,false", f"{HEAD},places,low,high,modifier,exact")
    assert (figure.places, figure.low, figure.high, figure.modifier, figure.exact) == (Decimal(100), Decimal(24700), None, "over", False)


def test_an_empty_value_is_a_hole_and_decides_nothing() -> None:
    figure = read_row("甲,高新技术企业,,家")
    assert (figure.known, figure.value, figure.low, figure.placeholder) == (False, None, None, "□")


def test_an_indicator_keeps_its_name_without_the_word_for_growth() -> None:
    assert read_row("甲,专利授权量增速,-3.5,%").indicator == "专利授权量"


def test_a_guarded_formula_is_read_as_the_text_it_was() -> None:
    assert read_row("甲,'=SUM(A1),12,家").indicator == "=SUM(A1)"


def test_each_document_of_a_table_stands_for_itself() -> None:
    readings = read_table(WHOLE)
    assert [reading.clean.source.name for reading in readings] == ["m.csv!甲.txt", "m.csv!乙.txt"]
    for reading in readings:
        for figure in reading.figures:
            assert reading.clean.source.text[figure.start : figure.end] == figure.text


def write_forms(folder: Path) -> list[Path]:
    """The same table in every format that is read."""
    frame = pd.read_csv(io.StringIO(WHOLE), dtype=str)
    paths = [folder / f"m.{suffix}" for suffix in ("csv", "xlsx", "parquet")]
    paths[0].write_text(WHOLE, "utf-8")
    frame.to_excel(paths[1], index=False, sheet_name="指标")
    duckdb.sql("SELECT * FROM frame").write_parquet(str(paths[2]))
    return paths


def test_every_format_gives_the_same_findings_at_its_cells(tmp_path: Path) -> None:
    for path in write_forms(tmp_path):
        found = audit.check(path).findings
        places = [place.removeprefix("指标!") for place in found["place"]]
        assert set(zip(found["rule"], places, strict=True)) == FOUND, path.name
        assert ("指标!" in found["place"][0]) == (path.suffix == ".xlsx")


def test_a_frame_gives_them_too() -> None:
    run = audit.check(pd.read_csv(io.StringIO(WHOLE)))
    assert set(zip(run.findings["rule"], run.findings["place"], strict=True)) == {
        (rule, f"第 {cell[1:]} 行第 3 列") for rule, cell in FOUND
    }
    assert list(run.findings["document"]) == ["甲.txt", "甲.txt", "乙.txt"]


BAD = f"""{HEAD},kind,exact,places
甲.txt,高新技术企业,五百,家,levels,,
,高新技术企业,486,家,level,maybe,0
甲.txt,专利授权量,1e999,件,,,
"""


def test_every_fault_is_listed_with_row_and_column() -> None:
    with pytest.raises(InputError) as caught:
        read_documents(read_data("m.csv", BAD.encode()))
    assert caught.value.reason == "bad-metrics"
    lines = [line.strip() for line in caught.value.message.splitlines()[1:]]
    assert lines == [
        "第 2 行 kind 列: “levels”，只能是 level change delta share multiple rank ordinal ratio",
        "第 2 行 value 列: “五百”不是数",
        "第 3 行 document 列: 不能为空",
        "第 3 行 places 列: “0”不是大于零的数",
        "第 3 行 exact 列: “maybe”不是 true 或 false",
        "第 4 行 value 列: “1e999”不是数",
    ]


@pytest.mark.parametrize("text", ["document,indicator,value\n甲,产值,12\n", f"{HEAD}\n"])
def test_a_table_without_its_columns_or_rows_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="指标表"):
        read_documents(read_data("m.csv", text.encode()))


def test_the_command_lists_the_faults_and_audits_the_others(heshu: Heshu, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text(BAD, "utf-8")
    (tmp_path / "m.csv").write_text(WHOLE, "utf-8")
    done = heshu("check", "bad.csv", "m.csv")
    said = done.stderr.decode("utf-8")
    assert done.returncode == 1
    assert "第 2 行 value 列: “五百”不是数" in said
    assert "growth-mismatch" in done.stdout.decode("utf-8")


def test_names_that_stand_twice_and_series_that_are_revised_accuse_nobody() -> None:
    text = f"""{HEAD},kind,period
甲,社会消费品零售总额,186.5,亿元,,2022
甲,社会消费品零售总额,181.2,亿元,,2021
甲,社会消费品零售总额,4.2,%,change,2022
甲,培训人数,1200,人,,2022
甲,培训人数,86,人,,2022
甲,培训人数,1000,人,,2021
甲,培训人数,50,%,change,2022
甲,地区生产总值,912.6,亿元,,2022
甲,地区生产总值,866.1,亿元,,2021
甲,地区生产总值,3.2,%,change,2022
"""
    assert not len(audit.check(pd.read_csv(io.StringIO(text))))


def test_parts_name_their_total_in_of() -> None:
    text = f"""{HEAD},of,period
甲,债务余额,118542,万元,,2022
甲,一般债务余额,45199,万元,债务余额,2022
甲,专项债务余额,76943,万元,债务余额,2022
"""
    run = audit.check(pd.read_csv(io.StringIO(text)))
    assert list(run.findings["rule"]) == ["sum-slip"]
    for part in ("41599", "30127"):
        fits = audit.check(pd.read_csv(io.StringIO(text.replace("45199", part))))
        assert not len(fits), "parts that are short of their total are an open list"


def test_tables_are_compared_with_tables() -> None:
    new = f"{HEAD},period\n松岭县,高新技术企业,224,家,2022\n松岭县,高新技术企业增速,40.4,%,2022\n松岭县,专利授权量,1352,件,2021\n"
    old = f"{HEAD},period\n松岭县,高新技术企业,186,家,2021\n松岭县,专利授权量,1253,件,2021\n"
    frames = [pd.read_csv(io.StringIO(text)) for text in (new, old)]
    frames[1]["document"] = "松岭县2021"
    run = audit.check(frames[0], against=frames[1])
    assert set(run.findings["rule"]) == {"growth-between-editions", "retold-differently"}
    assert set(run.findings["other_document"]) == {"松岭县2021"}


def test_what_heshu_extracts_it_reads_again(heshu: Heshu, tmp_path: Path, root: Path) -> None:
    done = heshu("extract", root / "fixtures/documents/yunling-2021/source.txt", "--format", "csv")
    (tmp_path / "m.csv").write_bytes(done.stdout)
    again = heshu("extract", "m.csv", "--format", "csv")
    first, second = (pd.read_csv(io.BytesIO(text), dtype=str) for text in (done.stdout, again.stdout))
    same = ["kind", "unit", "modifier", "status", "indicator", "aspect", "period", "exact"]
    pd.testing.assert_frame_equal(first[same], second[same])
    for name in ("value", "low", "high"):
        assert [Decimal(a) == Decimal(b) for a, b in zip(first[name].dropna(), second[name].dropna(), strict=True)].count(False) == 0
