"""Keys in the words of WebDriver (section "Keyboard actions") and of X11."""

from __future__ import annotations

import unicodedata

NULL = "\ue000"
"""Releases all modifiers within the text of one "Element Send Keys"."""

KEYSYM_NAMES = {
    "\ue001": "Cancel",
    "\ue002": "Help",
    "\ue003": "BackSpace",
    "\ue004": "Tab",
    "\ue005": "Clear",
    "\ue006": "Return",
    "\ue007": "Return",
    "\ue008": "Shift_L",
    "\ue009": "Control_L",
    "\ue00a": "Alt_L",
    "\ue00b": "Pause",
    "\ue00c": "Escape",
    "\ue00d": "space",
    "\ue00e": "Prior",
    "\ue00f": "Next",
    "\ue010": "End",
    "\ue011": "Home",
    "\ue012": "Left",
    "\ue013": "Up",
    "\ue014": "Right",
    "\ue015": "Down",
    "\ue016": "Insert",
    "\ue017": "Delete",
    "\ue018": "semicolon",
    "\ue019": "equal",
    **{chr(0xE01A + digit): f"KP_{digit}" for digit in range(10)},
    "\ue024": "KP_Multiply",
    "\ue025": "KP_Add",
    "\ue026": "KP_Separator",
    "\ue027": "KP_Subtract",
    "\ue028": "KP_Decimal",
    "\ue029": "KP_Divide",
    **{chr(0xE031 + number): f"F{number + 1}" for number in range(12)},
    "\ue03d": "Super_L",
    "\ue050": "Shift_R",
    "\ue051": "Control_R",
    "\ue052": "Alt_R",
    "\ue053": "Super_R",
    "\ue054": "KP_Prior",
    "\ue055": "KP_Next",
    "\ue056": "KP_End",
    "\ue057": "KP_Home",
    "\ue058": "KP_Left",
    "\ue059": "KP_Up",
    "\ue05a": "KP_Right",
    "\ue05b": "KP_Down",
    "\ue05c": "KP_Insert",
    "\ue05d": "KP_Delete",
    "\n": "Return",
    "\r": "Return",
    "\t": "Tab",
    "\b": "BackSpace",
}

MODIFIERS = frozenset("\ue008\ue009\ue00a\ue03d\ue050\ue051\ue052\ue053")


def is_printable(character: str) -> bool:
    """The key enters a character of its own rather than doing something."""
    # Control characters, halves of a character, and the area for private use that the keys above are from.
    return character not in KEYSYM_NAMES and unicodedata.category(character) not in ("Cc", "Cs", "Co")
