"""The screen lock: its page, and the ways past it."""

from __future__ import annotations

from typing import ClassVar

from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.body import Body
from reference_system.phones.model.keyboard import Keyboard
from reference_system.phones.model.notifications import Notifications
from reference_system.phones.model.passcode import Passcode
from reference_system.phones.model.passcode_prompt import PasscodePrompt
from reference_system.phones.model.prompts import Prompts
from reference_system.phones.model.shade import Shade
from reference_system.phones.model.widget import Action, Scroll, Widget
from reference_system.phones.model.words import SYSTEM, say


class Lock:
    """The screen lock of one phone.

    Attributes:
        page: What a locked phone shows; None: it is unlocked.
        on_opened: Called whenever the phone was unlocked.
    """

    def __init__(
        self,
        body: Body,
        passcode: Passcode,
        notifications: Notifications,
        shade: Shade,
        *,
        prompts: Prompts,
        keyboard: Keyboard,
    ) -> None:
        self._body = body
        self._passcode = passcode
        self._notifications = notifications
        self._shade = shade
        self._prompts = prompts
        self._keyboard = keyboard
        self.on_opened: Action = lambda: None
        self.reset()

    def reset(self) -> None:
        """Unlocked."""
        self.page: LockPage | None = None
        self._then: Action | None = None

    @property
    def closed(self) -> bool:
        """The phone is locked."""
        return self.page is not None

    def close(self) -> None:
        """Lock the phone. Open prompts are cancelled."""
        self._prompts.cancel()
        self._shade.close()
        self._keyboard.leave()
        self._then = None
        if self.page is None:
            self.page = LockPage(self._body, self._notifications)
            self._body.note("locked")
        self._body.touch()

    def wake(self) -> None:
        """Ask for the passcode, where the phone has one; otherwise it is unlocked."""
        self.when_open(lambda: None)

    def when_open(self, action: Action) -> None:
        """Do ``action`` at once, or after the user has unlocked the phone; forgotten when they give up."""
        if not self.closed:
            action()
            return
        self._then = action
        if not self._passcode.text:
            self.open()
        elif not any(isinstance(prompt, PasscodePrompt) for prompt in self._prompts.open):
            title = "enter-passcode" if self._body.surface == "iphone" else "enter-pin"
            PasscodePrompt(
                self._prompts,
                self._passcode,
                title=say(SYSTEM, self._body.locale, title),
                on_passed=self.open,
                on_cancelled=self._give_up,
            ).show()

    def _give_up(self) -> None:
        self._then = None

    def open(self) -> None:
        """Unlock the phone without asking, if it is locked."""
        if self.page is None:
            return
        self.page = None
        self._prompts.drop()
        self._shade.close()
        self._passcode.forgive()
        self._body.note("unlocked")
        then, self._then = self._then, None
        if then is not None:
            then()
        self.on_opened()
        self._body.touch()


class LockPage(Page):
    """Clock and notifications of the locked phone; a swipe up goes on to the passcode."""

    name: ClassVar[str] = "system.lock"

    def __init__(self, body: Body, notifications: Notifications) -> None:
        self._body = body
        self._notifications = notifications
        self.scroll = Scroll()

    def build(self) -> Widget:
        body = self._body
        how = "press-home" if body.sensor == "touch-id" else "swipe-to-unlock"
        return kit.column(
            kit.centered(kit.picture("lock", 26, says="Locked", ident="lock_icon"), padding=(24, 0, 0, 0)),
            kit.label(body.shown_date(), "lock-date", "date"),
            kit.label(body.shown_time(body.clock.now()), "lock-time", "clock"),
            kit.space(12),
            kit.scroll_list(self.scroll, *self._notifications.cards(), gap=8),
            kit.label(say(SYSTEM, body.locale, how), "light-note", "unlock_hint"),
            padding=(body.metrics.top, 10, body.metrics.bottom + 12, 10),
            style="wallpaper",
            ident="lock_screen",
        )

    def back(self) -> bool:
        return True
