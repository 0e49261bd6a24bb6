"""What cameras show: the iPhone's Camera app, and on Android the scanner inside IBKR Mobile."""

from __future__ import annotations

from harness.waiting import settled
from pages.phone.prompts import PermissionPrompt
from pages.phone.screen import UIAUTOMATOR, ByPlatform, Screen

CAMERA = {"iphone": "com.apple.camera"}
VIEWFINDER = ByPlatform(
    android=(UIAUTOMATOR, 'new UiSelector().resourceIdMatches(".*:id/viewfinder")'),
    iphone=("accessibility id", "Viewfinder"),
)
LENS = ByPlatform(
    android=("accessibility id", "Switch camera"),
    iphone=("accessibility id", "FrontBackFacingCameraChooser"),
)
BANNER = ByPlatform(
    android=None,
    iphone=("accessibility id", "QRCodeBanner"),
)


class Camera(Screen):
    """The viewfinder, its button for the lens, and the banner that a code brings on an iPhone."""

    def is_live(self, *, within_s: float) -> bool:
        """Whether the viewfinder shows what is before the lens by then."""
        if not self.shown(VIEWFINDER, within_s=within_s):
            return False
        found = self.elements(VIEWFINDER)
        state = "content-desc" if self.device.surface == "android" else "value"
        return bool(found) and "live" in (found[0].get_attribute(state) or "")

    def picture(self) -> bytes:
        """What is to be seen in the viewfinder now: pixels. Raises: ElementNotShown."""
        import io

        from PIL import Image  # 15 ms that only those pay who look through a camera

        rect = self.find(VIEWFINDER, "the viewfinder").rect
        with Image.open(io.BytesIO(self.device.driver.get_screenshot_as_png())) as screen:
            scale = screen.width / float(self.device.driver.get_window_size()["width"])
            left, top = rect["x"] * scale, rect["y"] * scale
            region = (left, top, left + rect["width"] * scale, top + rect["height"] * scale)
            return screen.convert("L").crop(tuple(map(round, region))).tobytes()

    def is_open(self, *, within_s: float) -> bool:
        """Whether there is a viewfinder by then."""
        return self.shown(VIEWFINDER, within_s=within_s)

    def has_lens_button(self, *, within_s: float) -> bool:
        return self.shown(LENS, within_s=within_s)

    def change_lens(self) -> None:
        """Tap the button that changes between the rear and the front lens."""
        self.find(LENS, "the button for the lens").click()

    def banner(self, *, within_s: float) -> str:
        """What the banner reads, empty when none is shown by then."""
        found = settled(lambda: self.elements(BANNER), bool, within_s=within_s)
        return str(found[0].get_attribute("label") or "") if found else ""

    def banner_is_at_the_top(self) -> bool:
        """Whether the banner lies in the upper quarter of the screen."""
        return self.middle(BANNER, "the banner")[1] < 0.25

    def tap_banner(self) -> None:
        self.find(BANNER, "the banner").click()

    def asks_first(self, *, within_s: float) -> bool:
        """Whether the phone asks to allow the camera; known once it does or the viewfinder is live."""
        prompt = PermissionPrompt(self.device)
        settled(lambda: prompt.asks(within_s=0) or self.is_live(within_s=0), bool, within_s=within_s)
        return prompt.asks(within_s=0)
