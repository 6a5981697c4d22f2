"""`python -m audit.ruleset` writes what is made from the built-in rules, after any change to them: `compiled.json` and the schemas.

Comes in: nothing. Goes out: the files, and their paths on standard output. Refuses what rule files refuse.
"""

from __future__ import annotations

import sys

from audit import resources
from audit.resources import find_rules_folder
from audit.ruleset.catalogue import COMPILED, write_compiled
from audit.ruleset.editorschema import SCHEMA_FILES

if __name__ == "__main__":
    folder = find_rules_folder()
    lists = {f"lexicon/{resources.COMPILED}": resources.write_compiled(folder / "lexicon")}
    schemas = {name: write() for name, write in SCHEMA_FILES.items()}
    for name, content in {COMPILED: write_compiled(folder), **lists, **schemas}.items():
        (folder / name).write_text(content, encoding="utf-8")
        sys.stdout.write(f"{folder / name}\n")
