"""``input`` and ``screencap``: a person's fingers and eyes over adb."""

from __future__ import annotations

import re

from ..keys import UnknownKey, key_code, press
from .interpreter import Call, Failure, Table, register

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
    phone, scale = call.system.phone, call.system.phone.screen().metrics.scale
    match words:
        case ["text", text]:
            phone.type_focused(text.replace("%s", " "))
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
            phone.tap(x, y)
        case ["swipe" | "draganddrop", *numbers] if len(numbers) in (4, 5):
            x1, y1, x2, y2 = _points(numbers[:4], scale)
            duration_ms = float(numbers[4]) if len(numbers) == 5 else 300.0
            if (x1, y1) == (x2, y2):
                phone.long_press(x1, y1)
            else:
                phone.swipe((x1, y1), (x2, y2), duration_ms / 1000)
        case ["press" | "roll", *_]:
            return
        case _:
            raise Failure(f"Error: Unknown command or bad arguments: {' '.join(words[:1])}", 255)


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
    picture = await call.system.phone.screenshot()
    if name is None:
        await call.streams.out(picture)
    else:
        call.system.files.write(call.path(name), picture)
