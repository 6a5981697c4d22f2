"""`python -m audit.ruleset` writes `compiled.json` beside the built-in rules, after any change to them.

Comes in: nothing. Goes out: the file, and its path on standard output. Refuses what rule files refuse.
"""

from __future__ import annotations

import sys

from audit.resources import find_rules_folder
from audit.ruleset.catalogue import COMPILED, write_compiled

if __name__ == "__main__":
    folder = find_rules_folder()
    (folder / COMPILED).write_text(write_compiled(folder), encoding="utf-8")
    sys.stdout.write(f"{folder / COMPILED}\n")
