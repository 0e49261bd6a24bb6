"""Trees of programs as they were on the bus and on the screen, kept as JSON and played again.

``python -m tests.drivers.desktop.recording`` records the scenes of ``recorded/`` anew, on a machine that has
all the toolkits that ``toolkits`` starts programs of.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil

from drivers.desktop.accessibility import (
    PREFIX,
    AccessibilityError,
    Bus,
    Call,
    ObjectGone,
    Ref,
    accessibility_address,
    get,
)
from drivers.desktop.seat import Seat, TopWindow
from drivers.desktop.tree import WHOLE_TEXT, Rect
from tests.drivers.desktop.conftest import Window, Wire, start_driver, url_of
from tests.drivers.desktop.programs import capabilities_of

FOLDER = Path(__file__).parent / "recorded"
BUS_NAME = ":1.1"

_QUESTIONS = {
    "role": ("Accessible", "GetRole"),
    "states": ("Accessible", "GetState"),
    "children": ("Accessible", "GetChildren"),
    "extents": ("Component", "GetExtents"),
    "interfaces": ("Accessible", "GetInterfaces"),
    "text": ("Text", "GetText"),
}
_PROPERTIES = {"Name": "name", "Parent": "parent", "ChildCount": "count", "CharacterCount": "length"}


def record(bus: Bus, seat: Seat, root: Ref, pid: int) -> dict[str, Any]:
    """All objects of a program, by their paths, and its windows on the screen."""
    objects: dict[str, dict[str, Any]] = {}
    ahead = [root]
    while ahead:
        ref = ahead.pop()
        calls = [
            Call(ref, "Accessible", "GetRole"), Call(ref, "Accessible", "GetState"),
            Call(ref, "Accessible", "GetChildren"), Call(ref, "Component", "GetExtents", "u", (0,)),
            Call(ref, "Accessible", "GetInterfaces"), Call(ref, "Text", "GetText", "ii", WHOLE_TEXT),
        ]  # fmt: skip
        said = bus.call_many(calls) + bus.call_many(
            [get(ref, "Accessible", name) for name in ("Name", "Parent")]
        )
        known = {
            key: outcome[0]
            for key, outcome in zip([*_QUESTIONS, "name", "parent"], said, strict=True)
            if not isinstance(outcome, AccessibilityError)
        }
        known |= {key: known[key][1] for key in ("name", "parent") if key in known}
        known["parent"] = known.get("parent", ["", ""])[1]
        known["children"] = [path for name, path in known["children"] if name == root.bus_name]
        objects[ref.path] = known
        ahead += [Ref(root.bus_name, path) for path in known["children"] if path not in objects]
    short = {path: f"/{number}" for number, path in enumerate(objects)} | {"": ""}
    for known in objects.values():
        known["parent"] = short.get(known["parent"], known["parent"])
        known["children"] = [short[path] for path in known["children"]]
        known["interfaces"] = [name.removeprefix(PREFIX) for name in known["interfaces"]]
    windows = [
        {"title": w.title, "rect": w.rect, "floating": w.floating, "modal": w.modal}
        for w in seat.windows()
        if w.pid == pid
    ]
    return {
        "root": short[root.path],
        "windows": windows,
        "objects": {short[path]: known for path, known in objects.items()},
    }


class RecordedBus(Bus):
    """Answers as the program did."""

    def __init__(self, scene: dict[str, Any]) -> None:
        self._objects = scene["objects"]
        self.root = Ref(BUS_NAME, scene["root"])

    def call_many(self, calls: Sequence[Call]) -> list[Any]:
        return [self._answer(call) for call in calls]

    def _answer(self, call: Call) -> Any:
        known = self._objects.get(call.ref.path)
        if known is None:
            return ObjectGone(call.ref.path)
        if call.member == "Get":
            key = _PROPERTIES.get(call.body[1], "")
            if key == "parent":
                return (("(so)", (BUS_NAME, known["parent"])),)
            values = {"count": len(known["children"]), "length": len(known.get("text", "")), **known}
            return (("v", values.get(key, "")),)
        key = next(key for key, question in _QUESTIONS.items() if question == (call.interface, call.member))
        if key not in known:
            return AccessibilityError(f"{call.interface} is not there")
        if key == "children":
            return ([(BUS_NAME, path) for path in known["children"]],)
        if key == "interfaces":
            return ([PREFIX + name for name in known["interfaces"]],)
        return (known[key],)


class RecordedSeat(Seat):
    """Shows the windows that were there."""

    def __init__(self, scene: dict[str, Any], pid: int) -> None:
        self._recorded = [
            TopWindow(None, pid, w["title"], Rect(*w["rect"]), w["floating"], w["modal"])
            for w in scene["windows"]
        ]

    def windows(self) -> list[TopWindow]:
        return self._recorded


def scene(name: str) -> dict[str, Any]:
    """A recorded scene."""
    recorded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return recorded


def main() -> None:
    """Record each program away from the corner, with its question open, and with its combo box open."""
    driver = start_driver()
    wire = Wire(url_of(driver))
    with tempfile.TemporaryDirectory() as classes:
        for toolkit in ("Qt", "GTK 3", "GTK 4", "Swing"):
            for name, opener in (("question", "//push_button[@name='Alert']"), ("list", "//combo_box")):
                window = wire.open(**capabilities_of(toolkit, Path(classes)))
                window.value("POST", "/window/rect", {"x": 150, "y": 60})
                window.click(window.xpath(opener))
                window.value("GET", "/source")
                file = FOLDER / f"{toolkit.replace(' ', '').lower()}-{name}.json"
                file.write_text(json.dumps(_recorded(window), indent=None, separators=(",", ":")) + "\n")
                window.quit()
    driver.terminate()
    driver.wait(10)


def _recorded(window: Window) -> dict[str, Any]:
    pid = window.capabilities["appium:pid"]
    os.environ["XAUTHORITY"] = psutil.Process(pid).environ()["XAUTHORITY"]
    seat = Seat(window.capabilities["appium:display"], backdrop=False)
    bus = Bus(accessibility_address(window.capabilities["appium:busAddress"]))
    root = next(one for one in bus.applications() if bus.pid(one.bus_name) == pid)
    return record(bus, seat, root, pid)


if __name__ == "__main__":
    main()
