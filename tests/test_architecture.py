"""The house rules as a test: layers, cycles, hidden imports, sizes, names, exact numbers, docstrings.

The table of layers is the one in docs/explanation/architecture.md; a new module must be given a place in it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MOST_LINES = 400
LONGEST_FUNCTION = 60

LAYERS = (
    {"errors", "interval", "offsets", "accepted", "patterns"},
    {"model", "yamlfile"},
    {"settings", "directives", "resources", "places", "wordbook"},
    {"configuration", "lexicon", "workers"},
    {"configurationschema"},
    {"knowledge"},
    {"ingest", "repair", "extract"},
    {"parsed"},
    {"relate"},
    {"ruleset"},
    {"judge"},
    {"report"},
    {"bridges", "gathering", "cache"},
    {"pipeline"},
    {"examples", "archive"},
    {"commands", "api"},
    {"cli", "serve", "pytestplugin"},
    {"__main__", ""},
)
"""The members of each layer, lowest first; `` is the package itself. A member imports from lower layers and from itself."""

LATE = {
    "audit.commands.serve": "the page needs a web framework, which an installation may lack",
    "audit": "a public name is loaded when it is first asked for, so that `import audit` imports nothing heavy",
    "audit.commands.annotate": "Word comments need python-docx, which an installation may lack",
    "audit.commands.check": "git is asked only with --diff, and starting other programs takes a library of its own",
    "audit.commands.documents": "the pipeline is imported when a document is not remembered, so that a check of what is starts at once",
    "audit.cli": "a command's module is imported when that command is called, so that --help starts at once",
    "audit.ingest.document": "a format's reader is imported when such a file is met, so that text needs no library",
    "audit.report": "a format's module is imported when that format is asked for, so that text needs no template engine",
}
"""Modules that may import modules of heshu by name at run time, and why."""

HEAVY = {
    "concurrent",
    "duckdb",
    "jinja2",
    "opencc",
    "pygal",
    "rich",
    "sqlglot",
    "yaml",
    "pandas",
    "pandera",
    "great_expectations",
    "pyspark",
    "pyarrow",
}
"""Libraries that may be imported inside a function."""

EXACT = ("extract", "relate", "judge")
FORBIDDEN = {"util", "utils", "helper", "helpers", "common", "misc", "manager"}


def name_module(path: Path) -> str:
    """The dotted name of a module of the package."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {name_module(path): path for path in sorted((ROOT / "audit").rglob("*.py")) if "_rules" not in path.parts}
TREES = {name: ast.parse(path.read_text("utf-8")) for name, path in MODULES.items()}
SOURCES = [path for folder in ("audit", "tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]


def find_layer(module: str) -> int:
    """The layer of a module; a module outside the table fails the test."""
    member = [*module.split("."), ""][1]
    found = [number for number, members in enumerate(LAYERS) if member in members]
    assert found, f"{module}: give it a place in LAYERS"
    return found[0]


def list_imports(module: str, node: ast.AST) -> Iterator[str]:
    """The full names that an import statement names, those of modules where a module is imported out of a package."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{module}:{node.lineno}: a relative import"
        inner = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name if name in MODULES else str(node.module) for name in inner)


def list_internal(module: str) -> set[str]:
    """The modules of heshu that a module imports, wherever the statement stands."""
    names = (name for node in ast.walk(TREES[module]) for name in list_imports(module, node))
    return {name for name in names if name.split(".")[0] == "audit"}


def list_functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("module", MODULES)
def test_imports_go_down(module: str) -> None:
    own = module.split(".")[:2]
    for imported in list_internal(module):
        assert imported in MODULES, f"{module} imports {imported}, which does not exist"
        if imported.split(".")[:2] != own:
            assert find_layer(imported) < find_layer(module), f"{module} imports {imported}, which is not below it"


def find_cycle(graph: dict[str, set[str]]) -> list[str]:
    """The first cycle of a graph, empty where there is none."""
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_cycles() -> None:
    graph = {module: list_internal(module) - {module} for module in MODULES}
    assert find_cycle(graph) == [], "modules import each other"
    assert find_cycle(graph | {"audit.errors": {"audit.cli"}}), "a cycle would be found"


@pytest.mark.parametrize("module", MODULES)
def test_no_hidden_imports(module: str) -> None:
    inside = {(name, node.lineno) for function in list_functions(TREES[module]) for node in ast.walk(function)
              if isinstance(node, ast.Import | ast.ImportFrom) for name in list_imports(module, node)}  # fmt: skip
    hidden = [f"{MODULES[module]}:{line} imports {name}" for name, line in inside if name.split(".")[0] not in HEAVY]
    assert not hidden, f"imports inside functions: {hidden}"
    if module not in LATE:
        names = (node for node in ast.walk(TREES[module]) if isinstance(node, ast.Name))
        called = [node.lineno for node in names if node.id in ("import_module", "__import__")]
        assert not called, f"{module}:{called} imports by name; give the reason in LATE"


def test_late_modules_exist() -> None:
    assert set(LATE) <= set(MODULES)


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sizes(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MOST_LINES, f"{path} has more than {MOST_LINES} lines"
    functions = list_functions(ast.parse(text))
    long = [function.name for function in functions if (function.end_lineno or 0) - function.lineno >= LONGEST_FUNCTION]
    assert not long, f"{path}: more than {LONGEST_FUNCTION} lines: {long}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_names(path: Path) -> None:
    defined = (node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ClassDef | ast.FunctionDef))
    for name in (*path.relative_to(ROOT).with_suffix("").parts, *defined):
        words = set(re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower().split("_"))
        assert not words & FORBIDDEN, f"{path}: {name} says nothing about what it is"


@pytest.mark.parametrize("module", [name for name in MODULES if name.split(".")[1:2] and name.split(".")[1] in EXACT])
def test_numbers_stay_exact(module: str) -> None:
    calls = [node for node in ast.walk(TREES[module]) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert not [f"{module}:{call.lineno}" for call in calls if isinstance(call.func, ast.Name) and call.func.id == "float"]


@pytest.mark.parametrize("module", MODULES)
def test_modules_say_what_they_do(module: str) -> None:
    tree = TREES[module]
    assert ast.get_docstring(tree) or not tree.body, f"{module} has no docstring"
