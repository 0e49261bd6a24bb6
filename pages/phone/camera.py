"""What cameras show: the iPhone's Camera app, and on Android the scanner inside IBKR Mobile."""

from __future__ import annotations

from typing import Any

from harness.signs.sign import NotRecognised
from harness.waiting import settled
from pages.phone.prompts import PermissionPrompt
from pages.phone.screen import Screen

CAMERA = {"iphone": "com.apple.camera"}
OURS = ("IBKR", "interactivebrokers")
"""What the banner of a code of ours says, in this or that form."""


class Camera(Screen):
    """The viewfinder, its button for the lens, and the banner that a code brings on an iPhone."""

    def is_live(self, *, within_s: float) -> bool:
        """Whether the viewfinder shows what is before the lens by then."""
        viewfinder = self.sign("camera.viewfinder")
        if not self.shown(viewfinder, within_s=within_s):
            return False
        found = self.elements(viewfinder)
        state = "content-desc" if self.device.surface == "android" else "value"
        return bool(found) and "live" in (found[0].get_attribute(state) or "")

    def picture(self) -> bytes:
        """What is to be seen in the viewfinder now: pixels. Raises: ElementNotShown."""
        import io

        from PIL import Image  # 15 ms that only those pay who look through a camera

        rect = self.find(self.sign("camera.viewfinder"), "the viewfinder").rect
        with Image.open(io.BytesIO(self.device.driver.get_screenshot_as_png())) as screen:
            scale = screen.width / float(self.device.driver.get_window_size()["width"])
            left, top = rect["x"] * scale, rect["y"] * scale
            region = (left, top, left + rect["width"] * scale, top + rect["height"] * scale)
            return screen.convert("L").crop(tuple(map(round, region))).tobytes()

    def is_open(self, *, within_s: float) -> bool:
        """Whether there is a viewfinder by then. Raises: NotRecognised."""
        return self.shown(self.sign("camera.viewfinder"), within_s=within_s)

    def has_lens_button(self, *, within_s: float) -> bool:
        """Whether there is a button for the lens. Raises: NotRecognised, where others may be it."""
        lens = self.sign("camera.lens")
        shown = bool(self.awaited(lambda: self.elements(lens), within_s=within_s, passes_by=False))
        if not shown and self.unknown_buttons():
            raise NotRecognised(self.device.surface, lens, self.seen())
        return shown

    def change_lens(self) -> None:
        """Tap the button that changes between the rear and the front lens."""
        self.find(self.sign("camera.lens"), "the button for the lens").click()

    def banner(self, *, within_s: float) -> str:
        """What the banner reads, empty when none is shown by then.

        Raises: NotRecognised, where something else on the screen speaks of IBKR.
        """
        found = self._banner(within_s=within_s)
        if not found and within_s > 0 and any(word in said for said in self.said() for word in OURS):
            raise NotRecognised(self.device.surface, self.sign("camera.banner"), self.seen())
        return str(found[0].get_attribute("label") or "") if found else ""

    def _banner(self, *, within_s: float) -> Any:
        banner = self.sign("camera.banner")
        return settled(lambda: self.elements(banner), bool, within_s=within_s)

    def banner_is_at_the_top(self) -> bool:
        """Whether the banner lies in the upper quarter of the screen."""
        return self.middle(self.sign("camera.banner"), "the banner")[1] < 0.25

    def tap_banner(self) -> None:
        self.find(self.sign("camera.banner"), "the banner").click()

    def asks_first(self, *, within_s: float) -> bool:
        """Whether the phone asks to allow the camera; known once it does or the viewfinder is live."""
        prompt = PermissionPrompt(self.device)
        settled(lambda: prompt.asks(within_s=0) or self.is_live(within_s=0), bool, within_s=within_s)
        return prompt.asks(within_s=0)
