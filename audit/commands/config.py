"""`heshu config`: which options hold here, for a document too, and where each comes from; `--schema` prints their JSON Schema.

Comes in: the options, perhaps a document. Goes out: lines of TOML with the source of each behind it. Refuses, with exit code 2, what
`heshu check` refuses: a bad configuration file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from audit.accepted import Suppression
from audit.commands.check import choose_configuration
from audit.commands.output import write_stdout
from audit.configuration import KINDS, Configuration
from audit.configurationschema import describe_configuration
from audit.report.visible import show_line
from audit.settings import DEFAULT_RULESET, Settings

DEFAULTS: Mapping[str, object] = {
    "ruleset": DEFAULT_RULESET,
    "select": [],
    "ignore": [],
    "fail-on": "error",
    "jobs": None,
    "baseline": None,
    "cache": False,
}
_WORDS = {
    "file": ("配置文件", "configuration"),
    "none": ("没有配置文件, 全部用默认值", "no configuration file, all defaults"),
    "default": ("默认", "default"),
    "expired": ("已过期", "expired"),
    "nothing": ("未设", "not set"),
}


def run(options: argparse.Namespace) -> int:
    """Run `heshu config`."""
    if options.schema:
        write_stdout(describe_configuration())
        return 0
    found = choose_configuration(options)
    write_stdout("".join(f"{show_line(line)}\n" for line in describe(found, options.path, options.lang)))
    return 0


def describe(found: Configuration, path: str | None, lang: str) -> Iterator[str]:
    """The lines: the file, each option with its source, then overrides and suppressions."""
    yield f"# {_say('file', lang)}: {found.file}" if found.file else f"# {_say('none', lang)}"
    chosen = choose_for(found, path)
    for key, default in DEFAULTS.items():
        value, source = chosen.get(key, (found.options.get(key, default), Path(found.file).name if key in found.options else ""))
        if value is None:
            yield f"# {key}: {_say('nothing', lang)}"
        else:
            yield f"{key} = {write_toml(value)}  # {source or _say('default', lang)}"
    for override in found.overrides:
        applies = path is None or override.speaks_of(path)
        changed = ", ".join(f"{key} = {write_toml(list(value) if isinstance(value, tuple) else value)}"
                            for key in ("ruleset", "select", "ignore") if (value := getattr(override, key)) is not None)  # fmt: skip
        yield f"{'' if applies else '# '}[[override]]  path = {write_toml(list(override.paths))}, {changed}  # {override.where}"
    today = datetime.now(UTC).astimezone().date()
    yield from (describe_suppression(each, today, lang) for each in found.suppressions)


def choose_for(found: Configuration, path: str | None) -> dict[str, tuple[object, str]]:
    """The options that an override changes for a document, with the overrides that do."""
    if path is None:
        return {}
    kept = found.options
    plain = Settings(
        ruleset=kept.get("ruleset", DEFAULT_RULESET),
        select=tuple(kept.get("select", ())),
        ignore=tuple(kept.get("ignore", ())),
        overrides=found.overrides,
    )
    chosen = plain.for_document(path)
    where = ", ".join(each.where for each in found.overrides if each.speaks_of(path))
    pairs = {"ruleset": (plain.ruleset, chosen.ruleset), "select": (plain.select, chosen.select), "ignore": (plain.ignore, chosen.ignore)}
    return {key: (new if isinstance(new, str) else list(new), where) for key, (old, new) in pairs.items() if old != new}


def describe_suppression(each: Suppression, today: date, lang: str) -> str:
    """One suppression as it would be written on one line."""
    given = {"rule": each.rule, "path": each.path, "text": each.text, "reason": each.reason}
    shown = ", ".join(f"{key} = {write_toml(value)}" for key, value in given.items() if value and (key, value) != ("path", "*"))
    until = f", until = {each.until}" if each.until else ""
    gone = f" {_say('expired', lang)}" if each.until and each.until < today else ""
    return f"[[suppress]]  {shown}{until}  # {each.where}{gone}"


def write_toml(value: object) -> str:
    """A value as TOML writes it; JSON writes texts, numbers and lists the same."""
    return json.dumps(value, ensure_ascii=False)


def _say(key: str, lang: str) -> str:
    return _WORDS[key][lang == "en"]


assert set(DEFAULTS) | {"suppress", "override"} == set(KINDS)
