"""Source text to repaired text: `repair_document` runs the named steps, `undo` takes them back; `repair_text` for a text alone."""

from audit.repair.document import STEP_NAMES, STEPS, Repaired, repair_document, repair_text, undo

__all__ = ["STEPS", "STEP_NAMES", "Repaired", "repair_document", "repair_text", "undo"]
