"""The command line: options in, one command run, an exit code out.

Building the options imports nothing heavy; the module of a command is imported when that command is called. Every error that
heshu raises on purpose becomes one message on stderr and exit code 2; so does an interrupt. Refuses nothing by itself.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from audit.commands.complaint import describe_error
from audit.errors import HeshuError, UsageError
from audit.settings import DEFAULT_RULESET, FAIL_ON, LANGUAGES, VERSION

CLEAN, FAILED = 0, 2

USAGE_PATTERNS = (
    (r"unrecognized arguments: (.*)", r"不认识的参数: \1"),
    (r"the following arguments are required: (.*)", r"缺少参数: \1"),
    (r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)", r"参数 \1 没有 \2 这个值，可用: \3"),
    (r"argument (\S+): expected one argument", r"参数 \1 后面要有一个值"),
    (r"argument (\S+): expected at least one argument", r"参数 \1 后面至少要有一个值"),
    (r"argument (\S+): invalid int value: (.*)", r"参数 \1 要是整数，不能是 \2"),
    (r"argument (\S+): not allowed with argument (\S+)", r"参数 \1 不能与 \2 同用"),
    (r"argument (\S+): ignored explicit argument (.*)", r"参数 \1 不带值: \2"),
    (r"ambiguous option: (\S+) could match (.*)", r"参数 \1 有多种写法: \2"),
)
"""What argparse says, and how we say it."""

EPILOG = """\
退出码:  0 没有达到门槛的问题   1 有达到门槛的问题   2 没能核查（用法、输入、规则、输出有误，或被中断）

例:
  heshu check 工作总结.txt
  heshu check 各区总结/ --output 报告.html --output 结果.json --fail-on warning
  heshu extract 公报.txt --format csv > 数字.csv
  heshu explain share-mismatch
"""


class ChineseFormatter(argparse.RawDescriptionHelpFormatter):
    """Help whose own words are Chinese too."""

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, prefix or "用法: ")  # type: ignore[arg-type]


class Parser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of ending the process."""

    def __init__(self, **options: object) -> None:
        super().__init__(add_help=False, formatter_class=ChineseFormatter, allow_abbrev=False, **options)  # type: ignore[arg-type]
        self._positionals.title = "参数"
        self.named = self.add_argument_group("选项")
        self.named.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> NoReturn:
        raise UsageError(say_usage(message), reason="usage", hint=f"{self.prog} --help 列出全部用法")


def say_usage(message: str) -> str:
    """What is wrong with a command line, in Chinese.

    >>> say_usage("unrecognized arguments: --frmat")
    '不认识的参数: --frmat'
    """
    for pattern, chinese in USAGE_PATTERNS:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(chinese)
    return message


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    prepare_streams()
    try:
        code = run_command(arguments)
        sys.stdout.flush()
    except HeshuError as error:
        print(f"heshu: {describe_error(error, find_language(arguments))}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        print("heshu: 已中断，没有结论" if find_language(arguments) == "zh" else "heshu: interrupted, no verdict", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        silence_stdout()
        return CLEAN
    except OSError as problem:  # a full disk behind standard output; files are HeshuErrors
        silence_stdout()
        lead = "输出写不出去" if find_language(arguments) == "zh" else "the output cannot be written"
        print(f"heshu: {lead}: {problem.strerror or problem}", file=sys.stderr)
        return FAILED
    except Exception:  # noqa: BLE001 - a defect is no finding: Python's own exit code 1 would say so
        traceback.print_exc()
        print("heshu: 程序出错，没有结论 / a defect of heshu, no verdict", file=sys.stderr)
        return FAILED
    return code


def run_command(arguments: Sequence[str]) -> int:
    """Parse a command line and run the module of its command."""
    options = build_parser().parse_args(arguments)
    command = import_module(f"audit.commands.{options.module}")
    code: int = command.run(options)
    return code


def build_parser() -> Parser:
    """The whole command line."""
    parser = Parser(prog="heshu", description="核数 heshu: 核查中文公文里的数字，并把算式摆出来。", epilog=EPILOG)
    parser.named.add_argument("--version", action="version", version=f"heshu {VERSION}", help="显示版本")
    commands = parser.add_subparsers(title="命令", metavar="命令", required=True, dest="command", prog="heshu")
    add_check(commands)
    add_annotate(commands)
    add_baseline(commands)
    add_config(commands)
    add_serve(commands)
    add_readers(commands)
    add_rule_commands(commands)
    add_archive(commands)
    return parser


def add_command(commands: argparse._SubParsersAction[Parser], name: str, module: str, text: str) -> Parser:
    """One command with the options that every command has."""
    parser = commands.add_parser(name, help=text, description=text)
    parser.named.add_argument("--lang", choices=LANGUAGES, default="zh", help="输出的语言（默认 zh）")
    parser.set_defaults(module=module)
    return parser


def add_check(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu check`."""
    parser = add_command(commands, "check", "check", "核查文件、文件夹或通配符所指的文件；- 为标准输入")
    add_paths(parser)
    formats = ("text", "json", "html", "markdown", "sarif", "junit", "github", "gitlab", "rdjson")
    parser.named.add_argument("--format", choices=formats, help="标准输出的格式（默认 text；有 --output 时不输出）")
    output_help = "写入文件，格式看后缀 .txt .json .html .md .sarif .junit.xml .gitlab.json .rdjson；可多次给出"
    parser.named.add_argument("--output", action="append", default=[], metavar="文件", help=output_help)
    parser.named.add_argument("--jobs", type=int, metavar="N", help="用几个进程核查（默认按处理器个数; 文件少时只用一个）")
    against_help = "对照的文件或文件夹（上年同一材料、计划、附表），只报前面文件里的问题；可多次给出"
    parser.named.add_argument("--against", action="append", default=[], metavar="文件", help=against_help)
    changed = "只核比这个分支或提交新改过的文件（由 git 判断）；--against 的文件改过则全核"
    parser.named.add_argument("--diff", metavar="提交", help=changed)
    cached = "留存结果，没改过的文件不再核；默认文件夹 .heshu_cache"
    parser.named.add_argument("--cache", nargs="?", const=True, metavar="文件夹", help=cached)
    parser.named.add_argument("--no-cache", action="store_const", const=False, dest="cache", help="不用留存的结果")
    written = "把这次发现的问题记为基线；以后用 --baseline 比对，只有新问题才算"
    parser.named.add_argument("--write-baseline", metavar="文件", help=written)
    add_rule_options(parser)


def add_annotate(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu annotate`."""
    parser = add_command(commands, "annotate", "annotate", "写一份带批注的 Word 或网页：每个问题一条批注，加在那个数字上")
    parser.add_argument("path", metavar="文件", help="要批注的文件；.docx 原样保留，其他格式写成普通段落")
    parser.named.add_argument("-o", "--output", required=True, metavar="文件", help="写到哪个 .docx 或 .html")
    parser.set_defaults(jobs=None, against=[], write_baseline=None)
    add_rule_options(parser)


def add_baseline(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu baseline`."""
    parser = add_command(commands, "baseline", "baseline", "看基线里有什么，或再核一遍、去掉已改正的问题")
    actions = ("list", "prune")
    parser.add_argument("action", choices=actions, metavar="|".join(actions), help="list 列出; prune 去掉已改正的")
    parser.add_argument("file", metavar="基线", help="--write-baseline 写的文件")
    parser.set_defaults(jobs=None, against=[], write_baseline=None)
    add_rule_options(parser)


def add_config(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu config`."""
    parser = add_command(commands, "config", "config", "看这里用的是哪些配置，各从哪里来")
    parser.add_argument("path", nargs="?", metavar="文件", help="对这份文件用的是哪些")
    parser.named.add_argument("--schema", action="store_true", help="输出配置文件的 JSON Schema")
    parser.named.add_argument("--config", metavar="文件", help="配置文件（默认从当前文件夹向上找 heshu.toml 或 pyproject.toml）")
    parser.named.add_argument("--no-config", action="store_true", help="不用配置文件")


def add_serve(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu serve`."""
    parser = add_command(commands, "serve", "serve", "在本机打开网页：拖入文件，看报告")
    parser.named.add_argument("--port", type=int, default=8765, metavar="端口", help="端口（默认 8765；0 为任选）")
    parser.named.add_argument("--jobs", type=int, default=2, metavar="N", help="同时核几份（默认 2）")
    parser.named.add_argument("--keep", metavar="文件夹", help="结束后保留文件和报告（默认什么都不留）")


def add_readers(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu extract`, `text` and `repair`: what was read, without a verdict."""
    parser = add_command(commands, "extract", "extract", "列出文中的每一个数字，一行一个")
    add_paths(parser)
    parser.named.add_argument("--format", choices=("jsonl", "csv", "table"), default="table", help="格式（默认 table）")
    parser.named.add_argument("--unexplained", action="store_true", help="只列出既不是数字也不是日期、编号、名称的数码，并说明原因")
    parser = add_command(commands, "text", "text", "原样输出读到的原文；各处位置都按它的字符计")
    parser.add_argument("path", metavar="文件", help="要读的文件；- 为标准输入")
    parser = add_command(commands, "repair", "repair", "输出修复后的文字（去注音、去论坛标记、繁转简等）")
    parser.add_argument("path", metavar="文件", help="要读的文件；- 为标准输入")
    choice = parser.named.add_mutually_exclusive_group()
    choice.add_argument("--steps", action="store_true", help="只列出做了哪些修复、各多少处")
    choice.add_argument("--diff", action="store_true", help="只列出修复前后不同的行")


def add_rule_commands(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu rules` and `explain`."""
    parser = add_command(commands, "rules", "rules", "列出规则，运行规则自带的例子，列出规则可用的关系表，或写一条新规则的样子")
    actions = ("list", "test", "new", "relations")
    parser.add_argument("action", nargs="?", choices=actions, default="list", metavar="|".join(actions), help="默认 list")
    parser.add_argument("folder", nargs="?", metavar="路径", help="规则的文件或文件夹（默认为自带规则）；new: 要写的文件")
    parser.named.add_argument("--ruleset", default=DEFAULT_RULESET, metavar="名称", help=f"规则集（默认 {DEFAULT_RULESET}）")
    parser = add_command(commands, "explain", "rules", "说明一条规则: 查什么、为什么、依据、正反例子")
    parser.add_argument("rule", metavar="规则", help="规则名，如 share-mismatch")
    parser.named.add_argument("--ruleset", default=DEFAULT_RULESET, metavar="名称", help=f"规则集（默认 {DEFAULT_RULESET}）")


def add_archive(commands: argparse._SubParsersAction[Parser]) -> None:
    """`heshu archive`."""
    parser = add_command(commands, "archive", "archive", "核查整个存档: 只读有变化的文件，逐年对照，记下新增和消除的问题")
    actions = ("run", "history", "report", "identify", "query", "export")
    parser.add_argument("action", choices=actions, metavar="|".join(actions), help="做什么")
    parser.add_argument("target", nargs="?", metavar="文件夹或存档库", help="run、identify: 文件夹；其余: 存档库")
    parser.add_argument("sql", nargs="?", metavar="SELECT", help="query: 只读的查询")
    parser.named.add_argument("--store", metavar="文件", help="run: 存档库（DuckDB 文件，没有就新建）")
    parser.named.add_argument("-o", "--output", metavar="文件", help="report: 写到哪个 .html；export: 写到哪个文件夹")
    parser.named.add_argument("--identities", metavar="文件", help="指认表 .csv（document,place,body,kind,year），先于自动辨认")
    parser.named.add_argument("--ruleset", metavar="名称", help="规则集的名称或路径（默认 archive）")
    parser.named.add_argument("--jobs", type=int, metavar="N", help="用几个进程（默认按处理器个数）")
    parser.named.add_argument("--seconds", type=int, default=60, metavar="N", help="一份文件最多读几秒（默认 60）")
    parser.named.add_argument("--most", type=int, default=200, metavar="N", help="run: 最多列出几条新问题（默认 200）")
    parser.named.add_argument("--fail-on", choices=FAIL_ON, default="error", help="新问题达到哪一级就以 1 退出（默认 error）")
    parser.named.add_argument("--format", choices=("text", "csv", "json"), default="text", help="history、identify、query 的格式")


def add_paths(parser: Parser) -> None:
    """The paths of a command that reads many documents."""
    parser.add_argument("paths", nargs="+", metavar="路径", help="文件、文件夹、通配符；- 为标准输入")


def add_rule_options(parser: Parser) -> None:
    """Which rules speak, what is known already, and what counts."""
    parser.named.add_argument("--fail-on", choices=FAIL_ON, help="达到哪一级就以 1 退出（默认 error）")
    parser.named.add_argument("--ruleset", metavar="名称", help=f"规则集的名称或路径（默认 {DEFAULT_RULESET}）")
    parser.named.add_argument("--select", action="append", default=[], metavar="规则", help="只用这些规则或类别，逗号分隔；可多次给出")
    parser.named.add_argument("--baseline", metavar="文件", help="以前记下的基线；其中的问题标为已知，不影响退出码")
    parser.named.add_argument("--config", metavar="文件", help="配置文件（默认从当前文件夹向上找 heshu.toml 或 pyproject.toml）")
    parser.named.add_argument("--no-config", action="store_true", help="不用配置文件")
    parser.named.add_argument("--ignore", action="append", default=[], metavar="规则", help="不用这些规则或类别，逗号分隔；可多次给出")


def prepare_streams() -> None:
    """UTF-8 out, whatever the locale, line ends untouched; what UTF-8 cannot say (odd bytes in a file name) is written as an escape."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - a service may have closed it, to the process's end
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="")


def silence_stdout() -> None:
    """The reader went away (`heshu … | head`): nothing more can be said there, and that is no error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def find_language(arguments: Sequence[str]) -> str:
    """The language that a command line asks for, even one that could not be parsed."""
    return "en" if re.search(r"^--lang[=\n]en$", "\n".join(arguments), re.MULTILINE) else "zh"
