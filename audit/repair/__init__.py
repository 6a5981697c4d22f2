"""Source text to repaired text: `repair_document` runs the named steps, `undo` takes them back."""

from audit.repair.document import STEP_NAMES, STEPS, repair_document, undo

__all__ = ["STEPS", "STEP_NAMES", "repair_document", "undo"]
