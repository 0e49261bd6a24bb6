"""The hand that holds the phone: fingers on the glass, and the phone's keys."""

from __future__ import annotations

from typing import Literal

from reference_system.phones.model.apps import Apps
from reference_system.phones.model.glass import Glass
from reference_system.phones.model.handset import Handset
from reference_system.phones.model.widget import Bounds, Widget

Key = Literal["home", "back", "enter", "backspace", "power"]
Point = tuple[float, float]

_EDGE = 24.0  # a swipe that begins within so many points of the glass's edge speaks to the system
_SHORT = 10.0  # a finger that moves less is a tap


class Hand:
    """One finger at a time; points are those of the glass."""

    def __init__(self, handset: Handset, apps: Apps, glass: Glass) -> None:
        self._phone = handset
        self._apps = apps
        self._glass = glass

    # fingers

    def tap(self, x: float, y: float) -> None:
        """A short touch, in points. A long one does the same: nothing here has a menu of its own."""
        for widget in reversed(self._glass.screen().at(x, y)):
            if not widget.enabled:
                return
            if widget.entry is not None:
                self._phone.keyboard.focus(widget.entry)
                return
            if widget.on_tap is not None:
                widget.on_tap()
                self._phone.touch()
                return

    def tap_widget(self, widget: Widget) -> None:
        """Touch it in the middle of what can be seen of it."""
        glass = Bounds(0, 0, self._phone.metrics.width, self._phone.metrics.height)
        self.tap(*widget.bounds.intersection(glass).center)

    def swipe(self, start: Point, end: Point) -> None:
        """A finger drawn over the glass in a straight line, slow or fast.

        From the top edge down it opens the notification list, from the bottom edge up it goes home (or on to
        the passcode, on the lock screen); anywhere else it scrolls the list under it.
        """
        across, down = end[0] - start[0], end[1] - start[1]
        if abs(across) < _SHORT and abs(down) < _SHORT:
            self.tap(*start)
            return
        if start[1] <= max(_EDGE, self._phone.metrics.top) and down > 60 and down > abs(across):
            self._phone.shade.open()
        elif down < -60 and -down > abs(across) and self._swiped_up(start):
            self._phone.touch()
        else:
            self._scroll(start, -down)

    def _swiped_up(self, start: Point) -> bool:
        phone, glass = self._phone, self._phone.metrics
        if phone.notifications.banner is not None and phone.shade.page is None and start[1] < glass.top + 100:
            phone.notifications.dismiss_banner()
            return True
        from_edge = start[1] >= glass.height - max(_EDGE, glass.bottom + 8)
        if phone.shade.page is not None:
            if from_edge:
                phone.shade.close()
            return from_edge
        if phone.lock.closed and not phone.prompts.open:
            phone.lock.wake()
            return True
        if from_edge and phone.sensor != "touch-id":
            self._apps.go_home()
            return True
        return False

    def _scroll(self, start: Point, distance: float) -> None:
        for widget in reversed(self._glass.screen().at(*start)):
            if widget.scroll is not None and widget.scroll.by(distance):
                self._phone.touch()
                return

    # keys

    def press(self, key: Key) -> None:
        """A key of the phone or of its keyboard. ``back`` puts the keyboard away first, as Android does."""
        phone = self._phone
        match key:
            case "home":
                self._apps.go_home()
            case "back":
                self._back()
            case "enter":
                phone.keyboard.type("\n")
            case "backspace":
                phone.keyboard.type("\b")
            case "power" if phone.lock.closed:
                phone.lock.wake()
            case "power":
                phone.lock.close()
        phone.touch()

    def _back(self) -> None:
        phone, front = self._phone, self._apps.front
        if self._glass.keyboard_shown:
            phone.keyboard.hide()
        elif phone.prompts.front is not None:
            phone.prompts.front.back()
        elif phone.shade.page is not None:
            phone.shade.page.back()
        elif not phone.lock.closed and front is not None and not front.back():
            self._apps.front = None
