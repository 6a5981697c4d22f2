"""Judges relation rows by the rules and keeps the ledger of all figures.

Comes in: a rule set, relation rows, source texts and figures. Goes out: a Judgement, and a ledger entry for every figure.
"""

from audit.judge.judgement import Judgement, judge_rows
from audit.judge.ledger import build_ledger

__all__ = ["Judgement", "build_ledger", "judge_rows"]
