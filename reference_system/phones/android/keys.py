"""Android's key codes and what they do on the phone.

Source: ``android.view.KeyEvent``.
"""

from __future__ import annotations

from reference_system.phones.model.phone import Phone

_SHIFTS = 0x1 | 0x40 | 0x80
"""``META_SHIFT_ON`` and both of its sides."""
NAMES = {
    "HOME": 3,
    "BACK": 4,
    "VOLUME_UP": 24,
    "VOLUME_DOWN": 25,
    "POWER": 26,
    "CAMERA": 27,
    "COMMA": 55,
    "PERIOD": 56,
    "TAB": 61,
    "SPACE": 62,
    "ENTER": 66,
    "DEL": 67,
    "MINUS": 69,
    "EQUALS": 70,
    "SLASH": 76,
    "AT": 77,
    "PLUS": 81,
    "MENU": 82,
    "NOTIFICATION": 83,
    "SEARCH": 84,
    "ESCAPE": 111,
    "FORWARD_DEL": 112,
    "MOVE_HOME": 122,
    "MOVE_END": 123,
    "NUMPAD_ENTER": 160,
    "VOLUME_MUTE": 164,
    "APP_SWITCH": 187,
    "SLEEP": 223,
    "WAKEUP": 224,
}
NAMES.update({str(digit): 7 + digit for digit in range(10)})
NAMES.update({f"NUMPAD_{digit}": 144 + digit for digit in range(10)})
NAMES.update({chr(ord("A") + letter): 29 + letter for letter in range(26)})
_SIGNS = {55: ",", 56: ".", 62: " ", 69: "-", 70: "=", 76: "/", 77: "@", 81: "+"}
_LAST_KNOWN = 318
"""Codes above it no Android has."""


class UnknownKey(ValueError):
    """A key that Android does not have."""


def key_code(name: str) -> int:
    """The code of ``"66"``, ``"ENTER"`` or ``"KEYCODE_ENTER"``. Raises: UnknownKey."""
    if name.isdigit():
        return int(name)
    code = NAMES.get(name.removeprefix("KEYCODE_"))
    if code is None:
        raise UnknownKey(f"no key {name!r}")
    return code


def press(phone: Phone, code: int, *, meta_state: int = 0) -> None:
    """Press and let go of the key ``code``; one that means nothing to this phone does nothing.

    Args:
        meta_state: Modifier keys held with it; only shift matters.
    Raises: UnknownKey, when Android has no such key.
    """
    if not 0 < code <= _LAST_KNOWN:
        raise UnknownKey(f"no key of code {code}")
    character = _character(code, shift=bool(meta_state & _SHIFTS))
    if character is not None:
        phone.keyboard.type(character)
        return
    match next((name for name, known in NAMES.items() if known == code), ""):
        case "HOME":
            phone.hand.press("home")
        case "BACK":
            phone.hand.press("back")
        case "ENTER" | "NUMPAD_ENTER":
            phone.hand.press("enter")
        case "DEL":
            phone.hand.press("backspace")
        case "POWER":
            phone.hand.press("power")
        case "SLEEP":
            phone.lock.close()
        case "MENU":
            phone.lock.wake()
        case "NOTIFICATION":
            phone.shade.open()
        case "ESCAPE":
            phone.keyboard.hide()


def _character(code: int, *, shift: bool) -> str | None:
    if 7 <= code <= 16:
        return str(code - 7)
    if 144 <= code <= 153:
        return str(code - 144)
    if 29 <= code <= 54:
        letter = chr(ord("a") + code - 29)
        return letter.upper() if shift else letter
    return _SIGNS.get(code)
