"""``input`` and ``screencap``: a person's fingers and eyes over adb."""

from __future__ import annotations

import base64
import re

from reference_system.phones.android.keys import UnknownKey, key_code, press
from reference_system.phones.android.shell.interpreter import Call, Failure, Table, register
from reference_system.phones.android.system import ACTION_KEYBOARD, UNICODE_KEYBOARD

COMMANDS: Table = {}
_SOURCES = (
    "touchscreen",
    "keyboard",
    "dpad",
    "mouse",
    "stylus",
    "touchpad",
    "trackball",
    "joystick",
    "gamepad",
)


@register(COMMANDS, "input")
async def _input(call: Call) -> None:
    words = list(call.args)
    if words and words[0] in _SOURCES:
        words.pop(0)
    if words[:1] == ["-d"]:
        del words[:2]
    phone, scale = call.system.phone, call.system.phone.glass.screen().metrics.scale
    match words:
        case ["text", text]:
            _type(call, text.replace("%s", " "))
        case ["keyevent", *keys]:
            for key in keys:
                if key in ("--longpress", "--doubletap"):
                    continue
                try:
                    press(phone, key_code(key))
                except UnknownKey as error:
                    raise Failure(f"Error: Invalid arguments for command: keyevent: {error}", 255) from error
        case ["tap", *numbers] if len(numbers) == 2:
            x, y = _points(numbers, scale)
            phone.hand.tap(x, y)
        case ["swipe" | "draganddrop", *numbers] if len(numbers) in (4, 5):
            x1, y1, x2, y2 = _points(numbers[:4], scale)
            phone.hand.swipe((x1, y1), (x2, y2))
        case ["press" | "roll", *_]:
            return
        case _:
            raise Failure(f"Error: Unknown command or bad arguments: {' '.join(words[:1])}", 255)


def _type(call: Call, text: str) -> None:
    """Give text to the keyboard that is in use; Appium's own two read it in their way."""
    phone, keyboard = call.system.phone, call.system.settings["secure"]["default_input_method"]
    action = re.fullmatch("/.+/", text)
    if keyboard == UNICODE_KEYBOARD:
        phone.keyboard.type(_decoded(text))
    elif keyboard == ACTION_KEYBOARD and action:
        phone.hand.press("enter")
    else:
        phone.keyboard.type(text)


def _decoded(text: str) -> str:
    """Text of modified UTF-7, as mailboxes are named in (RFC 3501, 5.1.3)."""

    def characters(part: re.Match[str]) -> str:
        coded = part[1].replace(",", "/")
        return base64.b64decode(coded + "=" * (-len(coded) % 4)).decode("utf-16-be") if coded else "&"

    try:
        return re.sub("&([A-Za-z0-9+,]*)-", characters, text)
    except ValueError as error:
        raise Failure("Error: the text is no modified UTF-7", 255) from error


def _points(numbers: list[str], scale: float) -> list[float]:
    if not all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers):
        raise Failure(f"Error: Invalid arguments: {' '.join(numbers)}", 255)
    return [float(number) / scale for number in numbers]


@register(COMMANDS, "screencap")
async def _screencap(call: Call) -> None:
    names = [
        word
        for index, word in enumerate(call.args)
        if not word.startswith("-") and call.args[index - 1] != "-d"
    ]
    name = names[0] if names else None
    if "-p" not in call.args and not (name and name.endswith(".png")):
        raise Failure("screencap: only PNG is offered: screencap -p [FILE.png]")
    picture = await call.system.phone.glass.picture()
    if name is None:
        await call.streams.out(picture)
    else:
        call.system.files.write(call.path(name), picture)
