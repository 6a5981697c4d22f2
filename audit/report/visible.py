"""Makes visible what a reader cannot see or what would steer a terminal or a browser.

Comes in: any text of a document, hostile or damaged. Goes out: the same text with control, bidi, zero-width, private-use and
surrogate characters spelt as code points, and the width of text in terminal cells. Line ends and tabs are left alone.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

from audit.patterns import regex

HIDDEN = regex(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and line feed; ESC starts a terminal command
    "\u00ad\u061c\u115f\u1160\u180e\u3164\uffa0"  # soft hyphen, marks and fillers without a shape
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero-width, separators, bidi controls
    "\ud800-\udfff\ue000-\uf8ff"  # surrogates (bytes that were not decoded), private use
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"  # tags, private planes
)


def show_code(char: str) -> str:
    """The code point of a character as people write it.

    >>> show_code(chr(0x202E))
    'U+202E'
    """
    return f"U+{ord(char):04X}"


def show_visible(text: str) -> str:
    """The text with every hidden character spelt out; CR LF is one line end.

    >>> show_visible("增长" + chr(0x200B) + "5%" + chr(27) + "[2J")
    '增长⟨U+200B⟩5%⟨U+001B⟩[2J'
    """
    return HIDDEN.sub(lambda found: f"⟨{show_code(found[0])}⟩", text.replace("\r\n", "\n").replace("\r", "\n"))


def show_line(text: str) -> str:
    """The same on one line: line ends and tabs are blanks.

    >>> show_line("一是\\r\\n二是")
    '一是 二是'
    """
    return show_visible(text).replace("\n", " ").replace("\t", " ")


def measure_cells(text: str) -> int:
    """How many cells of a terminal the text takes: two for a wide character, none for a combining one.

    >>> measure_cells("增长5%"), measure_cells("５％")
    (6, 4)
    """
    return sum(0 if category(char) in ("Mn", "Me") else 2 if east_asian_width(char) in "WF" else 1 for char in text)
