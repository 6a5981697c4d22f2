"""The space of a PDF page as a reader sees it: cropped, turned the right way up, counted from the upper left corner.

Comes in: a page of pdfium and how its text is turned. Goes out: places as points from the upper left. It reads nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass

from pypdfium2 import PdfPage

from audit.ingest.layout import Box


@dataclass(frozen=True, slots=True)
class Space:
    """The crop box in the page's own units (up is more), and the clockwise quarter turns that bring the text upright."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @classmethod
    def of_page(cls, page: PdfPage, turn: int) -> Space:
        """The space of a page whose text runs `turn` quarters counterclockwise."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, turn)

    @property
    def width(self) -> float:
        """The width as read."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """The height as read."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def turn(self, x: float, y: float) -> tuple[float, float]:
        """A point as read: right and down from the upper left corner."""
        match self.quarters:
            case 0:
                return x - self.left, self.top - y
            case 1:
                return y - self.bottom, x - self.left
            case 2:
                return self.right - x, y - self.bottom
            case _:
                return self.top - y, self.right - x

    def turn_box(self, box: Box) -> Box:
        """A box of two opposite corners as read: left, top, right, bottom."""
        (one, two), (three, four) = self.turn(box[0], box[1]), self.turn(box[2], box[3])
        return min(one, three), min(two, four), max(one, three), max(two, four)
