"""A phone: what is installed, what is in front, what was pushed to it, who holds it and with which finger."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Literal, TypeVar, get_args

from reference_system.ib_key.wire import Clock, IbKeyInstance, IbKeyServer, Journal, Notification
from reference_system.phones.apps import installed_apps
from reference_system.phones.apps.browser import Browser
from reference_system.phones.apps.ibkr.app import IbkrMobile
from reference_system.phones.model.app import App
from reference_system.phones.model.camera import Camera, Lens, Permission
from reference_system.phones.model.downloads import Downloads
from reference_system.phones.model.draw import to_svg
from reference_system.phones.model.glass import Glass
from reference_system.phones.model.home import HomePage, LockPage
from reference_system.phones.model.keyboard import Keyboard
from reference_system.phones.model.network import Network, NoAnswer
from reference_system.phones.model.notifications import NotificationList, Notifications
from reference_system.phones.model.prompts import PasscodePrompt, PermissionPrompt, Prompt, is_passcode
from reference_system.phones.model.widget import (
    METRICS,
    Action,
    Bounds,
    Field,
    Locale,
    Metrics,
    Screen,
    Surface,
    Widget,
)
from reference_system.phones.model.words import SYSTEM, say

Sensor = Literal["fingerprint", "touch-id", "face-id", "none"]
Key = Literal["home", "back", "enter", "backspace", "power"]
StoreProof = Literal["none", "password", "face-id", "touch-id"]
Point = tuple[float, float]
Answer = TypeVar("Answer")

SENSORS: dict[Surface, tuple[Sensor, ...]] = {
    "android": ("fingerprint", "none"),
    "iphone": ("touch-id", "face-id", "none"),
}
DEFAULT_PASSCODE = "135790"
DEFAULT_APPLE_ID_PASSWORD = "Appl3-Id-Pass"
_EDGE = 24.0  # a swipe that begins within so many points of the glass's edge speaks to the system
_SHORT = 10.0  # a finger that moves less is a tap
_WRONG_PASSCODES = 5
_BLOCKED_FOR = timedelta(minutes=1)


class AppState(IntEnum):
    """Numbered as XCTest does."""

    NOT_INSTALLED = 0
    NOT_RUNNING = 1
    BACKGROUND = 3
    FOREGROUND = 4


@dataclass(frozen=True, slots=True)
class _Setup:
    """What a reset returns to."""

    sensor: Sensor
    locale: Locale = "en"
    enrolled: bool = True
    passcode: str = DEFAULT_PASSCODE


def _no_journal(what: str, **details: str) -> None:
    """Nobody keeps notes."""


class Phone:
    """One phone. Everything happens at once, on the thread that calls; nothing in here waits.

    Attributes:
        revision: Grows with every change that can be seen, except the clock's.
        sensor, enrolled: The sensor it has, and whether its owner's finger or face is enrolled.
        passcode: Of the screen lock; empty: there is none.
        store_apps: The apps that can be installed and taken away.
        store_proof: What the App Store asks for before a download; the password in place of a sensor that
            the phone does not have.
        ibkr: IBKR Mobile, installed or not.
        camera: The camera, and what stands before it.
        camera_scans_qr: The settings' switch "Scan QR codes".
        camera_permission: By an app's English name; an app that is missing has not asked yet.
        server: IB Key's server, to be asked through ``request``.
        home_page, lock_page, notification_list, prompts: What may be on the glass besides the app in front;
            the last prompt is over all others.
    """

    def __init__(
        self, surface: Surface, *, server: IbKeyServer, clock: Clock, journal: Journal | None = None
    ) -> None:
        self.surface: Surface = surface
        self.server = server
        self.clock = clock
        self._journal: Journal = journal or _no_journal
        self._waiting: set[asyncio.Future[None]] = set()
        self.revision = 0
        self._setup = _Setup("fingerprint" if surface == "android" else "face-id")
        self.downloads = Downloads(self)
        self._apps: dict[str, App] = {app.app_id: app for app in installed_apps(self)}
        self.ibkr = next(app for app in self._apps.values() if isinstance(app, IbkrMobile))
        self.browser = next(app for app in self.apps.values() if isinstance(app, Browser))
        self.store_apps: tuple[App, ...] = (self.ibkr,)
        self._out_of_the_box = dict(self._apps)
        self.notifications = Notifications(self)
        self.keyboard = Keyboard(self)
        self.camera = Camera()
        self.camera.listeners.append(self._camera_changed)
        self.home_page = HomePage(self)
        self._glass = Glass(self)
        self._set_defaults()

    def _set_defaults(self) -> None:
        self.locale: Locale = self._setup.locale
        self.sensor: Sensor = self._setup.sensor
        self.enrolled = self._setup.enrolled
        self.passcode = self._setup.passcode
        self.network: Network = "online"
        self.camera_scans_qr = True
        self.store_proof: StoreProof = "none"
        self.apple_id_password = DEFAULT_APPLE_ID_PASSWORD
        self.camera_permission: dict[str, Permission] = {}
        self.camera.reset()
        self.front: App | None = None
        self.focused: Field | None = None
        self.lock_page: LockPage | None = None
        self.notification_list: NotificationList | None = None
        self.prompts: list[Prompt] = []
        self._after_unlock: Action | None = None
        self._wrong_passcodes = 0
        self._blocked_until: datetime | None = None
        self._requests = 0

    # what is set up

    def reset(self) -> None:
        """As it came out of its box: apps closed, empty list, no IB Key, unlocked, online, English."""
        self.downloads.reset()
        for app in (*self._apps.values(), *self.store_apps):
            app.close()
            app.forget()
        self._apps = dict(self._out_of_the_box)
        self.notifications.reset()
        self.keyboard.reset()
        self._set_defaults()
        self.touch()

    def configure(
        self,
        *,
        locale: str | None = None,
        sensor: str | None = None,
        enrolled: bool | None = None,
        passcode: str | None = None,
        locked: bool | None = None,
        network: str | None = None,
        camera_scans_qr: bool | None = None,
        camera_permission: Permission | None = None,
        lens: Lens | None = None,
    ) -> None:
        """Change what is given, leave the rest.

        Args:
            sensor: ``fingerprint`` or ``none`` on Android; ``touch-id``, ``face-id`` or ``none`` on iPhone.
            passcode: Of the screen lock; empty for none.
            locked: True locks the screen, False unlocks it without asking.
            camera_permission: Of IBKR Mobile.
            lens: The one that the camera looks through from now on.
        Raises: ValueError, and nothing has changed.
        """
        if locale is not None and locale not in get_args(Locale):
            raise ValueError(f"locale {locale!r}: expected one of {', '.join(get_args(Locale))}")
        if sensor is not None and sensor not in SENSORS[self.surface]:
            expected = ", ".join(SENSORS[self.surface])
            raise ValueError(f"sensor {sensor!r}: a phone of kind {self.surface} has one of {expected}")
        if network is not None and network not in get_args(Network):
            raise ValueError(f"network {network!r}: expected one of {', '.join(get_args(Network))}")
        if locale is not None:
            self.locale = locale  # type: ignore[assignment]
        if sensor is not None:
            self.sensor = sensor
        if network is not None:
            self.network = network  # type: ignore[assignment]
            self._requests = 0
        if enrolled is not None:
            self.enrolled = enrolled
        if passcode is not None:
            self.passcode = passcode
        if camera_scans_qr is not None:
            self.camera_scans_qr = camera_scans_qr
            self._camera_changed()
        if camera_permission is not None:
            self.allow_camera(self.ibkr, camera_permission)
        if lens is not None:
            self.camera.use(lens)
        if locked is True:
            self.lock()
        elif locked is False:
            self._unlocked()
        self.touch()

    def install_app(self, app: App) -> None:
        """Put an app of ``store_apps`` onto the home screen, without any data; one there stays as it is."""
        if app.app_id not in self._apps:
            self._apps[app.app_id] = app
            self.note("app installed", app=app.name)
            self.touch()

    def uninstall_app(self, app: App) -> None:
        """Take an app and all its data off the phone, if it is there or on its way."""
        self.downloads.cancel(app)
        if app.app_id not in self._apps:
            return
        self._empty(app)
        del self._apps[app.app_id]
        self.note("app uninstalled", app=app.name)
        self.touch()

    def clear_app(self, app: App) -> None:
        """Close an installed app and take away all its data and permissions."""
        self._empty(app)
        self.note("app cleared", app=app.name)
        self.touch()

    def _empty(self, app: App) -> None:
        self.terminate_app(app.app_id)
        app.forget()
        self.notifications.forget(app)
        self.camera_permission.pop(app.name, None)

    def set_up_store(self, proof: StoreProof, password: str | None = None) -> None:
        """Choose what the App Store asks for before a download, and the password of the Apple ID."""
        self.store_proof = proof
        if password is not None:
            self.apple_id_password = password

    @property
    def apps(self) -> dict[str, App]:
        """The installed apps by their ids, in the order of their icons."""
        self.downloads.settle()
        return self._apps

    def app_named(self, name: str) -> App:
        """The app of this English name, installed or in a store. KeyError, naming the installed ones."""
        for app in (*self.apps.values(), *self.store_apps):
            if app.name == name:
                return app
        raise KeyError(f"no app {name!r}; installed: {', '.join(app.name for app in self.apps.values())}")

    def allow_notifications(self, app_name: str, enabled: bool | None) -> None:
        """Switch an app's notifications in the settings; also before it is installed.

        Args:
            enabled: None: nobody has decided yet; the app may show none, and can ask.
        Raises: KeyError, when there is no app of this name.
        """
        app = self.app_named(app_name)
        self.notifications.allow(app, enabled)
        state = "undecided" if enabled is None else str(enabled).lower()
        self.note("notifications switched", app=app.name, enabled=state)
        self.touch()

    def notifications_allowed(self, app_name: str) -> bool:
        return self.notifications.allowed(self.app_named(app_name))

    def allow_camera(self, app: App, permission: Permission) -> None:
        """Decide whether an app may use the camera, as its question or the settings do."""
        self.camera_permission[app.name] = permission
        self.note("camera permission", app=app.name, permission=permission)
        self._camera_changed()

    def _camera_changed(self) -> None:
        if self.front is not None and not self.locked:
            self.front.page.camera_changed()
        self.touch()

    def install_ib_key(self, instance: IbKeyInstance, pin: str | None = None) -> None:
        """Put an activated IB Key into IBKR Mobile.

        Args:
            pin: What the response is computed with besides key and counter. On iPhone a random secret of the
                app, released by Touch ID, Face ID or passcode; on Android the user's PIN, which the app keeps
                behind the fingerprint (None: it does not, and asks for the PIN always).
        Raises: ValueError, without it on an iPhone.
        """
        if pin is None and self.surface == "iphone":
            raise ValueError("IB Key on an iPhone needs its secret")
        self.ibkr.install(instance, pin)
        self.touch()

    def remove_ib_key(self, instance_id: str) -> None:
        """Take an IB Key off the phone, if it is there."""
        self.ibkr.uninstall(instance_id)
        self.touch()

    @property
    def ib_keys(self) -> Sequence[IbKeyInstance]:
        return self.ibkr.instances

    # change

    def touch(self) -> None:
        """Something that can be seen has changed."""
        self.revision += 1
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def changed(self, since: int) -> int:
        """The revision, as soon as it is another one than ``since``."""
        while self.revision == since:
            future = asyncio.get_running_loop().create_future()
            self._waiting.add(future)
            try:
                await future
            finally:
                self._waiting.discard(future)
        return self.revision

    def note(self, what: str, **details: str) -> None:
        """Write into the journal. Never a secret."""
        self._journal(what, **details)

    # what is seen

    @property
    def metrics(self) -> Metrics:
        return METRICS[self.surface]

    @property
    def home_app_id(self) -> str:
        return "com.google.android.apps.nexuslauncher" if self.surface == "android" else self.system_app_id

    @property
    def system_app_id(self) -> str:
        return "com.android.systemui" if self.surface == "android" else "com.apple.springboard"

    @property
    def locked(self) -> bool:
        return self.lock_page is not None

    @property
    def notifications_open(self) -> bool:
        return self.notification_list is not None

    @property
    def prompt(self) -> Prompt | None:
        """The system's question that is in front."""
        return self.prompts[-1] if self.prompts else None

    @property
    def keyboard_shown(self) -> bool:
        return self.screen().window("keyboard") is not None

    def shown_time(self, moment: datetime) -> str:
        """A time of day as the status bar writes it: 24 hours, UTC."""
        return f"{moment:%H:%M}"

    def shown_date(self) -> str:
        now = self.clock.now()
        if self.locale == "zh-Hant":
            return f"{now.month}月{now.day}日 星期{'一二三四五六日'[now.weekday()]}"
        return f"{now:%A}, {now:%B} {now.day}"

    def screen(self) -> Screen:
        """What the glass shows now. The same object as long as nothing has changed."""
        return self._glass.screen()

    def svg(self) -> str:
        """The screen as a drawing."""
        return to_svg(self.screen())

    async def screenshot(self) -> bytes:
        """The screen as PNG, in the phone's pixels. Raises: DrawingFailed."""
        return await self._glass.picture()

    # fingers

    def tap(self, x: float, y: float) -> None:
        """A short touch, in points."""
        for widget in reversed(self.screen().at(x, y)):
            if not widget.enabled:
                return
            if widget.entry is not None:
                self.focus(widget.entry)
                return
            if widget.on_tap is not None:
                widget.on_tap()
                self.touch()
                return

    def long_press(self, x: float, y: float) -> None:
        """A long touch does what a short one does: nothing here has a menu of its own."""
        self.tap(x, y)

    def tap_widget(self, widget: Widget) -> None:
        """Touch it in the middle of what can be seen of it."""
        glass = Bounds(0, 0, self.metrics.width, self.metrics.height)
        self.tap(*widget.bounds.intersection(glass).center)

    def swipe(self, start: Point, end: Point, duration_s: float = 0.3) -> None:
        """A finger drawn over the glass in a straight line.

        From the top edge down it opens the notification list, from the bottom edge up it goes home (or on to
        the passcode, on the lock screen); anywhere else it scrolls the list under it.
        """
        across, down = end[0] - start[0], end[1] - start[1]
        if abs(across) < _SHORT and abs(down) < _SHORT:
            self.tap(*start)
            return
        if start[1] <= max(_EDGE, self.metrics.top) and down > 60 and down > abs(across):
            self.open_notifications()
        elif down < -60 and -down > abs(across) and self._swiped_up(start):
            self.touch()
        else:
            self._scroll(start, -down)

    def _swiped_up(self, start: Point) -> bool:
        if (
            self.notifications.banner is not None
            and start[1] < self.metrics.top + 100
            and not self.notification_list
        ):
            self.notifications.dismiss_banner()
            return True
        from_edge = start[1] >= self.metrics.height - max(_EDGE, self.metrics.bottom + 8)
        if self.notification_list is not None:
            if from_edge:
                self.close_notifications()
            return from_edge
        if self.locked and not self.prompts:
            self.unlock()
            return True
        if from_edge and self.sensor != "touch-id":
            self.press("home")
            return True
        return False

    def _scroll(self, start: Point, distance: float) -> None:
        for widget in reversed(self.screen().at(*start)):
            if widget.scroll is not None and widget.scroll.by(distance):
                self.touch()
                return

    # typing

    def focus(self, entry: Field) -> None:
        """Put the cursor into a field and bring up the keyboard."""
        if self.focused is not entry:
            self.keyboard.reset()
        self.keyboard.hidden = False
        self.focused = entry
        self.touch()

    def type_text(self, widget: Widget, text: str) -> None:
        """Put the cursor into the field and type behind what stands there. ValueError when it is no field."""
        if widget.entry is None:
            raise ValueError(f"{widget.ident or widget.kind} takes no text")
        self.focus(widget.entry)
        widget.entry.type(text)
        self.touch()

    def type_focused(self, text: str) -> bool:
        """Type where the cursor is. False: there is none."""
        if self.focused is None:
            return False
        self.focused.type(text)
        self.touch()
        return True

    def clear(self, widget: Widget) -> None:
        """Empty the field. ValueError when it is no field."""
        if widget.entry is None:
            raise ValueError(f"{widget.ident or widget.kind} takes no text")
        widget.entry.clear()
        self.touch()

    def hide_keyboard(self) -> bool:
        """Put the keyboard away. False: it was not there."""
        if not self.keyboard_shown:
            return False
        self.keyboard.hidden = True
        self.touch()
        return True

    # keys and system

    def press(self, key: Key) -> None:
        """A key of the phone or of its keyboard. ``back`` puts the keyboard away first, as Android does."""
        match key:
            case "home":
                self._go_home()
            case "back":
                self._go_back()
            case "enter":
                if self.focused is not None:
                    self.focused.type("\n")
            case "backspace":
                if self.focused is not None:
                    self.focused.erase()
            case "power":
                if self.locked:
                    self.unlock()
                else:
                    self.lock()
        self.touch()

    def _go_home(self) -> None:
        if self.locked:
            if not self.prompts:
                self.unlock()
            return
        while self.prompts:
            self.prompts[-1].cancel()
        self.notification_list = None
        self.front = None
        self.focused = None

    def _go_back(self) -> None:
        if self.hide_keyboard():
            return
        if self.prompts:
            self.prompts[-1].back()
        elif self.notification_list is not None:
            self.notification_list.back()
        elif not self.locked and self.front is not None and not self.front.back():
            self.front = None

    def open_notifications(self) -> None:
        """Pull the notification list down. Nothing happens while a prompt covers it."""
        if self.notification_list is None and not self.prompts:
            self.notification_list = NotificationList(self)
            self.notifications.dismiss_banner()
            self.focused = None
            self.touch()

    def close_notifications(self) -> None:
        self.notification_list = None
        self.touch()

    def show_prompt(self, prompt: Prompt) -> None:
        """Put a question of the system over everything else."""
        self.prompts.append(prompt)
        self.focused = None
        self.touch()

    def close_prompt(self, prompt: Prompt) -> None:
        if prompt in self.prompts:
            self.prompts.remove(prompt)
        self.touch()

    def ask_for_camera(self, app: App) -> None:
        """The question whether this app may use the camera; left without an answer it stays undecided."""

        def answer(allowed: bool) -> None:
            app.camera_granted = allowed
            self.allow_camera(app, "granted" if allowed else "denied")

        self.show_prompt(
            PermissionPrompt(
                self, app_title=app.title, on_answer=answer, on_cancelled=self.touch, asks="camera"
            )
        )

    def ask_for_notifications(self, app: App, then: Action = lambda: None) -> None:
        """The question whether this app may send notifications.

        ``then()`` once it is answered; left unanswered it changes nothing.
        """

        def answer(allowed: bool) -> None:
            self.allow_notifications(app.name, allowed)
            then()

        self.show_prompt(
            PermissionPrompt(self, app_title=app.title, on_answer=answer, on_cancelled=lambda: None)
        )

    # lock

    def lock(self) -> None:
        """Lock the screen. Open prompts are cancelled."""
        while self.prompts:
            self.prompts[-1].cancel()
        self.notification_list = None
        self.focused = None
        self._after_unlock = None
        if self.lock_page is None:
            self.lock_page = LockPage(self)
            self.note("locked")
        self.touch()

    def unlock(self) -> None:
        """Wake the phone; it asks for its passcode where it has one."""
        self.when_unlocked(lambda: None)

    def when_unlocked(self, action: Action) -> None:
        """Do ``action`` at once, or after the user has unlocked the phone; forgotten when they give up."""
        if not self.locked:
            action()
            return
        self._after_unlock = action
        if not self.passcode:
            self._unlocked()
            return
        if not any(isinstance(prompt, PasscodePrompt) for prompt in self.prompts):
            self.show_prompt(
                PasscodePrompt(
                    self,
                    title=say(
                        SYSTEM, self.locale, "enter-passcode" if self.surface == "iphone" else "enter-pin"
                    ),
                    on_passed=self._unlocked,
                    on_cancelled=self._stay_locked,
                )
            )

    def _stay_locked(self) -> None:
        self._after_unlock = None

    def _unlocked(self) -> None:
        if self.lock_page is None:
            return
        self.lock_page = None
        self.prompts = []
        self.notification_list = None
        self._wrong_passcodes = 0
        self.note("unlocked")
        action, self._after_unlock = self._after_unlock, None
        if action is not None:
            action()
        if self.front is not None:
            self.front.page.shown()
        self.touch()

    @property
    def passcode_blocked(self) -> bool:
        """Too many wrong passcodes; none is taken for a minute."""
        return self._blocked_until is not None and self.clock.now() < self._blocked_until

    def check_passcode(self, typed: str) -> bool:
        """Whether this is the passcode of the screen lock; counts the wrong ones."""
        if self.passcode_blocked:
            return False
        if is_passcode(typed, self.passcode):
            self._wrong_passcodes = 0
            return True
        self._wrong_passcodes += 1
        if self._wrong_passcodes >= _WRONG_PASSCODES:
            self._wrong_passcodes = 0
            self._blocked_until = self.clock.now() + _BLOCKED_FOR
        return False

    def sense(self, match: bool) -> bool:
        """A finger on the sensor or a face before it; ``match``: the owner's. False: nothing asked for it."""
        if self.sensor == "none":
            return False
        if self.locked:
            if not (match and self.enrolled):
                self.note("biometric not recognized", sensor=self.sensor)
                return self.enrolled
            self._unlocked()
            return True
        return self.prompt is not None and self.prompt.sense(match)

    @property
    def biometrics_active(self) -> bool:
        """There is a sensor, and the owner's finger or face is enrolled."""
        return self.sensor != "none" and self.enrolled

    # network and messages

    def request(self, call: Callable[[], Answer]) -> Answer:
        """Ask a server over the network, once. Raises: NoAnswer."""
        if self.network == "unstable":
            self._requests += 1
        if self.network == "offline" or (self.network == "unstable" and self._requests % 2):
            raise NoAnswer
        answer = call()
        if self.network == "silent":
            raise NoAnswer
        return answer

    def receive(self, notification: Notification) -> bool:
        """A push message comes in.

        Returns: False when it is lost (no or an unstable network, an app that was taken off the phone) or the
            app may not show any.
        Raises: KeyError, when there is no app of this name.
        """
        if any(app.name == notification.app and app.app_id not in self.apps for app in self.store_apps):
            self.note("notification lost", app=notification.app, installed="no")
            return False
        app = self.app_named(notification.app)
        if self.network != "online":
            self.note("notification lost", app=app.name, network=self.network)
            return False
        if not app.has_push_address:
            self.note("notification lost", app=app.name, address="unknown")
            return False
        if not self.notifications.allowed(app):
            self.note("notification not allowed", app=app.name)
            return False
        self.notifications.add(app, notification)
        self.note("notification delivered", app=app.name)
        self.touch()
        return True

    # apps

    def app_state(self, app_id: str) -> AppState:
        app = self.apps.get(app_id)
        if app is None:
            return AppState.NOT_INSTALLED
        if not app.running:
            return AppState.NOT_RUNNING
        return AppState.FOREGROUND if self.front is app and not self.locked else AppState.BACKGROUND

    def activate_app(self, app_id: str) -> None:
        """Bring an app to the front, started if need be. On a locked phone it waits behind the lock screen.

        Raises: KeyError, when it is not installed.
        """
        if app_id == self.home_app_id:
            self.press("home")
            return
        app = self.apps[app_id]
        self.notification_list = None
        self.notifications.opened(app)
        if self.front is not app or not app.running:
            while self.prompts and not self.locked:
                self.prompts[-1].cancel()
            self.front = app
            self.focused = None
            app.open()
        self.touch()

    def claimant(self, url: str) -> App | None:
        """The installed app that opens this link; None: the browser does."""
        return next((app for app in self.apps.values() if app.claims(url)), None)

    def openers(self, url: str) -> list[App]:
        """The installed apps that can open a link, best first; none for a scheme that nobody knows."""
        claiming = [app for app in self.apps.values() if app.claims(url)]
        return [*claiming, self.browser] if url.startswith(("http:", "https:")) else claiming

    def open_link(self, url: str) -> None:
        """Open a link with the app that claims it, else in the browser."""
        self.open_with(self.claimant(url) or self.browser, url)

    def open_with(self, app: App, url: str) -> None:
        """Open a link with this app. KeyError, when it is not installed."""
        self.activate_app(app.app_id)
        self.note("link opened", app=app.name)
        app.opened_by(url)

    def terminate_app(self, app_id: str) -> bool:
        """Close an app for good. False: it was not running. KeyError: it is not installed."""
        app = self.apps[app_id]
        if not app.running:
            return False
        if self.front is app:
            if not self.locked:
                self._go_home()
            self.front = None
        app.close()
        self.touch()
        return True
