"""What a document states once and clearly: figures whose name stands by them in full, found again by name, unit, period and scope.

Comes in: a reading. Goes out: its facts by key. Strict on purpose, because two documents meet here: a name that is only the end of a
longer one, that is too general, or that bears two values in one document is no fact, and nothing is compared by it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audit.interval import Interval
from audit.knowledge import load_indicators
from audit.lexicon import lexicon_folder
from audit.model import Figure, Reading, Sentence, Slot
from audit.patterns import regex
from audit.relate.operands import scope_of
from audit.resources import read_entries

_AREA = regex(
    r"^(?:(?:全|我|本)(?:市|区|县|省|国|州|镇|乡|街道)|(?:19|20)\d\d年|全年|年末|当年|本年|今年|累计|共|新增)+|[的“”\"《》\s]"
)
_GENERAL = regex(
    r"^(?:项目|企业|活动|投资|资金|面积|总投资|完成投资|金额|人员|人数|收入|支出|总收入|总支出|项目总投资|新增|增速|比重|占比|其中|合计|总计|平台|机构|人才|补助|奖励|"
    r"上年|本年|比上年|贷款|存款|产值|产量|任务|目标|经费|补贴|床位|学校|学生|农户|群众|会议|文件|案件|建议|提案)$|[、，,（(]|等$|分别|从|由$|每"
)
_DEED = regex(
    r"^(?:惠及|服务|走访|支持|帮助|组织|举办|开展|涉及|覆盖|培训|带动|吸引|发放|完成|实施|推进|建设|受理|办理|安排|落实|检查|处置|解决|化解|参加|参与|受益)+"
    r"(?:企业|群众|人员|项目|活动|单位|问题|案件|事项|农户|家庭|学生|资金|贷款|补贴|培训|会议|干部|职工|人口|户数|人数)?$"
)
"""A deed with a general noun is told of many occasions: 惠及企业561家 by one policy, 3128家 by another."""
_SMALL = frozenset("大 类 大类 方 级 方面 项 条 轮 批 期 次 点 种 年 天 日 月 个月 小时 分钟 届 位 名次".split())
_LINKS = regex(
    r"(?:[\s的了已共约近超将]|达到?|为|完成|实现|合计|共计|累计|总计|突破|超过|增加到|增至|提高到|增长到|减少到|降至|扩大到|新增|总数|力争|确保|"
    r"(?:[由从比较])?(?:上年|去年)(?:同期|年?末)?|任务|目标|计划(?:数)?)+$"
)
_OPENS = regex(
    r"(?:^|[，,；;。：:）)\s]|[全我本][市区县省国州镇乡]|[年月]|年末|期末|其中|认定|完成|实现|新增|引进|培育|拥有|累计|共有?|新建|建成|发放|力争|确保|计划|目标|"
    r"争取|达到?|举办|组织|开展|签订)$"
)
_ENDS = regex(r"\s*(?:[，,；;。：:（()）]|$)")
_PRELIMINARY = regex(r"(?:均?为|系)(?:初步|快报|预计)(?:统计|核算)?(?:数|值)|初步统计数|快报数")
_LAST_YEAR = regex("上年|去年")
_KINDS = ("level", "share", "change")
_SHORTEST, _DEFINITE = 4, 6
_REACH = 80
"""How far from its number a name may end; no name is so long."""


@dataclass(frozen=True, slots=True)
class Key:
    """What makes two figures statements of one fact."""

    name: str
    kind: str
    unit: str
    period: str
    scope: str
    aspect: str | None
    status: str
    of: str
    against: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """A document with the facts it states, and whether it says of its figures that they are preliminary."""

    reading: Reading
    facts: Mapping[Key, Figure]
    preliminary: bool

    @property
    def name(self) -> str:
        """The document's name."""
        return self.reading.clean.source.name

    def sentence(self, figure: Figure) -> Sentence:
        """The sentence that a figure of this document stands in."""
        return self.reading.sentences[figure.sentence]

    def dated(self, figure: Figure) -> bool:
        """Whether the year of a figure is written in its sentence, its section or the title, and not only assumed."""
        years = re.findall(r"(?:19|20)\d\d", figure.period or "")
        sentence = self.sentence(figure).text
        said = f"{self.reading.title}{figure.section}{sentence}"
        if not years or self.reading.parsed:
            return bool(years)
        last_year = _LAST_YEAR.search(sentence) is not None and str(int(years[-1]) + 1) in said  # 2023年末563家，上年末为486家
        return years[-1] in said or last_year


def read_told(reading: Reading) -> Told:
    """A document and its facts; a name with two values that exclude each other is left out."""
    found: dict[Key, list[Figure]] = {}
    for sentence in reading.sentences:
        for slot in sentence.slots:
            figure = reading.figures[slot.figure]
            if states_fact(figure) and (reading.parsed or is_named(sentence, slot, figure)):
                found.setdefault(key_of(figure), []).append(figure)
    facts = {key: figures[0] for key, figures in found.items() if _agree(figures)}
    return Told(reading, facts, _PRELIMINARY.search(reading.clean.text) is not None)


def key_of(figure: Figure) -> Key:
    """The key of a figure; a total and a figure without aspect are one."""
    aspect = None if figure.aspect == "total" else figure.aspect
    scope = figure.scope or scope_of(figure)
    name, of = strict_name(figure.indicator), strict_name(figure.of or "")
    return Key(name, figure.kind, figure.unit, figure.period or "", scope, aspect, figure.status, of, figure.against)


def strict_name(name: str) -> str:
    """A name without area, year and quotes; one of the lexicon by its canonical name, and only if it is that name in full.

    >>> strict_name("全市地区生产总值"), strict_name("2021年“专精特新”企业"), strict_name("GDP")
    ('地区生产总值', '专精特新企业', '地区生产总值')
    """
    bare = _AREA.sub("", name)
    known = load_indicators().get(bare)
    return known.name if known else bare


def states_fact(figure: Figure) -> bool:
    """Whether a figure can be compared across documents at all: known, dated, with a name that is long enough or well known."""
    if figure.kind not in _KINDS or not figure.known or figure.damaged or not figure.period or figure.unit in _SMALL:
        return False
    name = strict_name(figure.indicator)
    return not (_GENERAL.search(name) or _DEED.search(name)) and (len(name) >= _SHORTEST or name in load_indicators())


def is_definite(figure: Figure) -> bool:
    """Whether a name is so definite that two counts of it are surely counts of one thing: of the lexicon, or long."""
    name = strict_name(figure.indicator)
    return len(name) >= _DEFINITE or name in load_indicators()


def is_named(sentence: Sentence, slot: Slot, figure: Figure) -> bool:
    """Whether the figure's name stands directly before it or behind it, in full and as no end of a longer one.

    全区高新技术企业达到563家 and 认定563家高新技术企业 do; 规模以上工业企业中高新技术企业563家 does not.
    """
    if figure.row is not None:
        return True
    if figure.kind == "change":
        return False
    before = _LINKS.sub("", sentence.text[max(0, slot.lead - _REACH) : slot.lead])
    if before.endswith(figure.indicator):
        return _OPENS.search(before[: -len(figure.indicator)]) is not None
    after = sentence.text[slot.tail : slot.tail + _REACH].lstrip("的 ")
    return after.startswith(figure.indicator) and _ENDS.match(after, len(figure.indicator)) is not None


def year_before(period: str) -> str:
    """The same period a year earlier.

    >>> year_before("2022"), year_before("2022-01/2022-11")
    ('2021', '2021-01/2021-11')
    """
    return re.sub(r"(?:19|20)\d\d", lambda year: str(int(year.group()) - 1), period)


@cache
def _revised_words() -> re.Pattern[str]:
    entries = read_entries(lexicon_folder() / "revised.yaml", ("words", "source"))
    return regex("|".join(re.escape(word) for entry in entries for word in entry.texts("words")))


def is_revised(name: str) -> bool:
    """Whether figures of this name are revised later, or grow on a comparable basis, so that editions may honestly differ.

    >>> is_revised("社会消费品零售总额"), is_revised("专利授权量")
    (True, False)
    """
    return _revised_words().search(name) is not None


def _agree(figures: Sequence[Figure]) -> bool:
    common = Interval(None, None)
    for figure in figures:
        if not common.meets(figure.interval):
            return False
        lows = [end for end in (common.low, figure.low) if end is not None]
        highs = [end for end in (common.high, figure.high) if end is not None]
        common = Interval(max(lows, default=None), min(highs, default=None))
    return True
