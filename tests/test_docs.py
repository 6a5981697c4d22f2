"""The pages say what the code does: generated pages are fresh, every column and command is there, every link leads somewhere."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from audit.cli import build_parser
from audit.model import FIGURE_COLUMNS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [*sorted(DOCS.rglob("*.md")), *sorted(ROOT.glob("*.md"))]


def load_generate() -> ModuleType:
    """The script that writes pages, as a module."""
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    return generate


def drop_drawings(page: str) -> str:
    """A page without its charts' drawings: another version of the library that draws them may place a line elsewhere."""
    return re.sub(r'<svg class="plot".*?</svg>', "", page, flags=re.DOTALL)


def test_the_sample_report_is_what_the_code_writes_today() -> None:
    for name, page in load_generate().write_samples().items():
        kept = (DOCS / name).read_text("utf-8")
        assert len(kept) > 1_500
        assert drop_drawings(kept) == drop_drawings(page), f"{name}: run `make pages`"
        assert kept.count('<svg class="plot"') == page.count('<svg class="plot"')


def test_generated_pages_are_fresh() -> None:
    generate = load_generate()
    pages = generate.write_pages()
    stale = [name for name, page in pages.items() if not (DOCS / name).exists() or (DOCS / name).read_text("utf-8") != page]
    assert not stale, "run `make pages`"
    assert not generate.find_stale(pages), "run `make pages`"


def test_every_figure_column_is_described_in_order() -> None:
    page = (DOCS / "reference" / "figures.md").read_text("utf-8")
    assert tuple(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == FIGURE_COLUMNS


def test_every_option_of_check_is_described() -> None:
    page = (DOCS / "reference" / "commands.md").read_text("utf-8")
    actions = build_parser()._subparsers._group_actions  # type: ignore[union-attr]
    options = [option for action in actions[0].choices["check"]._actions for option in action.option_strings]  # type: ignore[index]
    assert not [option for option in options if option.startswith("--") and option not in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL))
    assert not [target for target in targets if not (page.parent / target).exists()]
