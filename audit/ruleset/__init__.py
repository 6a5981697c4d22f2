"""Rules as data: strict YAML in, checked and compiled rules out (see docs/ for the form of a rule).

Comes in: rule files and rule sets. Goes out: a Ruleset for the judge and pages for the manual. Refuses anything it does not know.
"""

from audit.ruleset.declaration import Example, Exemption, Rule, Ruleset
from audit.ruleset.load import load_ruleset
from audit.ruleset.manual import describe_rule, summarise_rules

__all__ = ["Example", "Exemption", "Rule", "Ruleset", "describe_rule", "load_ruleset", "summarise_rules"]
