"""A rule to start from: it loads, its examples pass, and every key says what belongs there.

Comes in: the name of the rule and the place of the editor schema. Goes out: the text of a rule file. Refuses, as a RuleError, a name
that no rule may have.
"""

from __future__ import annotations

import re
from pathlib import Path

from audit.errors import RuleError
from audit.ruleset.rulefile import NAME

_TEXT = """\
# yaml-language-server: $schema={schema}
# 改完运行 / after each change: heshu rules test {file}
- rule: {name}                 # 不改、不重用 / stable, never reused
  since: "0.1"
  severity: warning            # error, warning, info
  category: contradiction
  on: share                    # heshu rules relations 列出全部关系和列 / lists all relations and columns
  where: status <> 'target'    # 说哪些行 (可不写) / which rows it speaks of (optional)
  fails: above(stated, most)   # TRUE 报, FALSE 成立, NULL 不能判断 / fails, holds, cannot be decided
  bounds: {{most: 100}}          # 规则集可改的数 (可不写) / numbers that a rule set may change (optional)
  title: {{zh: 占比超过百分之百, en: A share above 100%}}
  message: {{zh: "{{stated}} 超过 100%", en: "{{stated}} is above 100%"}}
  why: {{zh: 部分不会多于整体。, en: A part cannot exceed its whole.}}
  bad:                         # 至少两个会报的 / at least two that are reported
    - text: 全年200家企业申报，通过210家，通过率105%。
      hits: [105%]
    - text: 申报项目40项，立项44项，立项率110%。
      hits: [110%]
  good:                        # 至少两个不报的，一个险些误报 / at least two left alone, one a near miss
    - 全年200家企业申报，通过200家，通过率100%。
    - 全年200家企业申报，通过190家，通过率95%，比上年提高105个百分点。
"""


def write_starter(file: Path, schema: Path) -> str:
    """The text of a new rule file; the rule is called like the file.

    >>> write_starter(Path("rate-too-high.yaml"), Path("schema.json")).splitlines()[2][:26]
    '- rule: rate-too-high     '
    """
    name = file.stem
    if not re.fullmatch(NAME, name) or file.suffix != ".yaml":
        message = f"文件名要像规则名 / name the file like the rule: {file.name}"
        raise RuleError(message, reason="bad-name", file=str(file), hint="heshu rules new rate-too-high.yaml")
    return _TEXT.format(name=name, file=file, schema=schema)
