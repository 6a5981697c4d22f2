"""The options of one run, and the version of heshu.

Comes in: nothing but what the command line or a caller names. Goes out: one frozen value whose defaults are all visible
here. Refuses options that contradict themselves; it reads no file and no environment variable.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from audit.accepted import Override, Suppression
from audit.errors import UsageError

VERSION: Final = "0.1.0"

Language = Literal["zh", "en"]
FailOn = Literal["error", "warning", "info", "never"]

DEFAULT_RULESET: Final = "pre-publication"
FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "info", "never")
LANGUAGES: tuple[Language, ...] = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run can be told; a name in `select` and `ignore` is a rule or a category.

    `ruleset` is the name of a shipped rule set or a path; `jobs` how many processes audit documents (1: none beside this one;
    None: one a processor where there are many); `against` are the paths of documents to compare with; `suppressions` and the file
    `baseline` say what is known of findings; `overrides` hold for single paths; `cache` is the folder where results are kept, if any.
    """

    ruleset: str = DEFAULT_RULESET
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: FailOn = "error"
    lang: Language = "zh"
    jobs: int | None = 1
    against: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    baseline: str | None = None
    overrides: tuple[Override, ...] = ()
    cache: str | None = None

    def for_document(self, name: str) -> Settings:
        """The settings that hold for one document: the last override that speaks of it counts, what is ignored is ignored besides."""
        chosen = [override for override in self.overrides if override.speaks_of(name)]
        plain = replace(self, overrides=())
        for override in chosen:
            select = plain.select if override.select is None else override.select
            ignore = (*plain.ignore, *(override.ignore or ()))
            select = tuple(name for name in select if name not in (override.ignore or ()))
            plain = replace(plain, ruleset=override.ruleset or plain.ruleset, select=select, ignore=tuple(dict.fromkeys(ignore)))
        return plain

    def __post_init__(self) -> None:
        if self.fail_on not in FAIL_ON:
            raise UsageError(f"fail-on 的值不对: {self.fail_on}", reason="bad-fail-on", hint=f"可用: {' '.join(FAIL_ON)}")
        if self.jobs is not None and self.jobs < 1:
            raise UsageError(f"并行数要大于零: {self.jobs}", reason="bad-jobs", hint="例如 --jobs 2")
        twice = sorted(set(self.select) & set(self.ignore))
        if twice:
            said = f"同一条规则既被选中又被忽略: {'、'.join(twice)}"
            raise UsageError(said, reason="select-and-ignore", hint="只在 --select 或 --ignore 中写一处")
