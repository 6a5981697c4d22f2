"""What the numbers of tables are called and in which unit, from small tables: merged cells, unit columns, headers of two rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from audit.model import Figure, Reading
from audit.pipeline import read_paths
from tests.test_numbers import read_text


def show_cell(figure: Figure) -> str:
    return f"{figure.indicator} {figure.value:f}{figure.unit}" + (f" {figure.period}" if figure.period else "")


TABLES: tuple[tuple[str, str], ...] = (
    # a column of units, wherever it stands
    (
        "指标\t单位\t数量\t比上年增长（%）\n普通小学\t所\t42\t5.0\n在校生\t万人\t3.2\t-1.2",
        "普通小学 42所; 普通小学 5.0%; 在校生 32000.0人; 在校生 -1.2%",
    ),
    ("指标\t绝对值\t计量单位\n粮食产量\t21.3\t万吨\n肉类产量\t4.2\t万吨", "粮食产量 213000.0吨; 肉类产量 42000.0吨"),
    # the unit in the label of the row
    (
        "指标\t2023年\t2022年\n货运量（万吨）\t120\t100\n公交车辆（台）\t86\t80",
        "货运量 1200000吨 2023; 货运量 1000000吨 2022; 公交车辆 86台 2023; 公交车辆 80台 2022",
    ),
    # cells merged from top to bottom are empty below their first row, and the columns stay where they are
    (
        "类别\t指标\t单位\t数值\n医疗\t医院\t家\t12\n\t床位\t张\t3200\n教育\t学校\t所\t45\n\t在校生\t万人\t3.1",
        "医疗医院 12家; 医疗床位 3200张; 教育学校 45所; 教育在校生 31000.0人",
    ),
    (
        "类别\t科目\t2022年（万元）\t2023年（万元）\n收入\t税收收入\t1200\t1300\n\t非税收入\t300\t280",
        "税收收入 12000000元 2022; 税收收入 13000000元 2023; 非税收入 3000000元 2022; 非税收入 2800000元 2023",
    ),
    (
        "地区\t类别\t指标\t单位\t数值\n城镇\t医疗\t医院\t家\t12\n\t\t床位\t张\t3200\n\t教育\t学校\t所\t45\n农村\t医疗\t医院\t家\t3",
        "城镇医疗医院 12家; 城镇医疗床位 3200张; 城镇教育学校 45所; 农村医疗医院 3家",
    ),
    # a row that is wider than the one above with its empty cell is only indented
    (
        "指标\t2023年\t2022年\n出口额（万元）\t200\t180\n\t一般贸易\t120\t100",
        "出口额 2000000元 2023; 出口额 1800000元 2022; 一般贸易出口额 120 2023; 一般贸易出口额 100 2022",
    ),
    # a header of two rows
    (
        "案由\t2023年\t\t2022年\t\n\t数量\t金额\t数量\t金额\n劳动争议\t3\t5\t4\t6",
        "劳动争议数量 3 2023; 劳动争议金额 5 2023; 劳动争议数量 4 2022; 劳动争议金额 6 2022",
    ),
    # Markdown
    ("| 类别 | 指标 | 数值 |\n| --- | --- | --- |\n| 医疗 | 医院（家） | 12 |\n|  | 床位（张） | 3200 |", "医疗医院 12家; 医疗床位 3200张"),
)


@pytest.mark.parametrize(("text", "cells"), TABLES, ids=[text.splitlines()[1] for text, _ in TABLES])
def test_tables(text: str, cells: str) -> None:
    assert "; ".join(map(show_cell, read_text(text).figures)) == cells


def test_a_serial_number_is_no_label() -> None:
    figures = read_text("序号\t项目\t金额（万元）\n1\t危桥改造\t30\n2\t公交站台\t45").figures
    assert [show_cell(figure) for figure in figures if figure.column] == ["危桥改造 300000元", "公交站台 450000元"]


def test_merged_cells_of_a_page(tmp_path: Path) -> None:
    page = (
        "<table><tr><th>类别</th><th>指标</th><th>单位</th><th>数值</th></tr>"
        "<tr><td rowspan=2>法院</td><td>受理案件</td><td>件</td><td>412</td></tr><tr><td>法官</td><td>名</td><td>36</td></tr></table>"
    )
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (reading,) = read_paths([str(tmp_path / "a.html")])
    assert isinstance(reading, Reading)
    assert [show_cell(figure) for figure in reading.figures] == ["法院受理案件 412件", "法院法官 36名"]


def test_placeholders_are_cells() -> None:
    figures = read_text("指标\t完成数\t同比增长(%)\n结案标的(万元)\t#REF!\t#DIV/0!\n接待读者(万人次)\txx.x\tx.x\n").figures
    assert [(figure.indicator, figure.unit, figure.kind, figure.placeholder) for figure in figures] == [
        ("结案标的", "元", "level", "#REF!"),
        ("结案标的", "%", "change", "#DIV/0!"),
        ("接待读者", "人次", "level", "xx.x"),
        ("接待读者", "%", "change", "x.x"),
    ]
