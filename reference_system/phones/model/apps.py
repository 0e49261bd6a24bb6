"""The apps of a phone: which are installed, which runs, which is in front, and how one comes there."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import TypeVar

from reference_system.deviations import rule
from reference_system.phones.model.app import App
from reference_system.phones.model.downloads import Downloads
from reference_system.phones.model.handset import Handset
from reference_system.phones.model.notifications import Delivered

Kind = TypeVar("Kind", bound=App)


class AppState(IntEnum):
    """Numbered as XCTest does."""

    NOT_INSTALLED = 0
    NOT_RUNNING = 1
    BACKGROUND = 3
    FOREGROUND = 4


@rule
def deliver_tap(apps: Apps, delivered: Delivered, /) -> None:
    """A tap on a notification opens its app and hands the notification to it."""
    app = delivered.app
    apps.phone.note("notification tapped", app=app.name, app_was="open" if app.running else "closed")
    apps.activate(app.app_id)
    app.notified(delivered.notification)


@deliver_tap.deviation(
    "tap-only-dismisses-notification",
    clauses=["LOGIN-SEAMLESS-02b", "TOUCHID-02b", "FACEID-02b"],
    breaks="tapping a notification takes it off the list and does nothing else",
)
def _(apps: Apps, delivered: Delivered) -> None:
    apps.phone.note("notification dismissed", app=delivered.app.name)


@deliver_tap.deviation(
    "cold-start-loses-approval",
    clauses=["TOUCHID-03a", "FACEID-03a"],
    breaks="a tapped notification that has to start the app first is not handed to it",
)
def _(apps: Apps, delivered: Delivered) -> None:
    if delivered.app.running:
        deliver_tap.original(apps, delivered)
    else:
        apps.activate(delivered.app.app_id)


class Apps(Mapping[str, App]):
    """The installed apps by their ids, in the order of their icons.

    Attributes:
        in_stores: Those that can be installed and taken away.
        front: The app in front; None: the home screen.
        downloads: Those on their way onto the phone.
    """

    def __init__(self, handset: Handset) -> None:
        self.phone = handset
        self._preinstalled: dict[str, App] = {}
        self._installed: dict[str, App] = {}
        self.in_stores: tuple[App, ...] = ()
        self.front: App | None = None
        self.downloads = Downloads(handset, self.install)
        handset.lock.on_opened = self._shown_again
        handset.notifications.on_tap = self._notification_tapped
        handset.camera.listeners.append(self._camera_changed)

    def preinstall(self, apps: Sequence[App], *, in_stores: Sequence[App] = ()) -> None:
        """Have these apps on the phone as it comes out of its box; some of them can be taken away."""
        self._preinstalled = {app.app_id: app for app in apps}
        self._installed = dict(self._preinstalled)
        self.in_stores = tuple(in_stores)

    def reset(self) -> None:
        """Those of the box, closed and without data."""
        self.downloads.reset()
        for app in self.known:
            app.close()
            app.forget()
        self._installed = dict(self._preinstalled)
        self.front = None

    # which there are

    def __getitem__(self, app_id: str) -> App:
        self.downloads.settle()
        return self._installed[app_id]

    def __iter__(self) -> Iterator[str]:
        self.downloads.settle()
        return iter(self._installed)

    def __len__(self) -> int:
        self.downloads.settle()
        return len(self._installed)

    @property
    def known(self) -> list[App]:
        """All that are installed or in a store."""
        return list(dict.fromkeys((*self.values(), *self.in_stores)))

    def named(self, name: str) -> App:
        """The app of this English name, installed or in a store. KeyError, naming the installed ones."""
        for app in self.known:
            if app.name == name:
                return app
        raise KeyError(f"no app {name!r}; installed: {', '.join(app.name for app in self.values())}")

    def of(self, kind: type[Kind]) -> Kind:
        """The app of this class, installed or in a store. KeyError."""
        for app in self.known:
            if isinstance(app, kind):
                return app
        raise KeyError(f"no {kind.__name__} on this phone")

    def install(self, app: App) -> None:
        """Put an app of a store onto the home screen, without any data; one there stays as it is."""
        if app.app_id not in self._installed:
            self._installed[app.app_id] = app
            self.phone.note("app installed", app=app.name)
            self.phone.touch()

    def download(self, app: App) -> None:
        """Begin to install an app; nothing new for one that is there or on its way."""
        if app.app_id not in self:
            self.downloads.start(app)

    def uninstall(self, app: App) -> None:
        """Take an app and all its data off the phone, if it is there or on its way."""
        self.downloads.cancel(app)
        if app.app_id in self._installed:
            self._empty(app)
            del self._installed[app.app_id]
            self.phone.note("app uninstalled", app=app.name)
            self.phone.touch()

    def clear(self, app: App) -> None:
        """Close an installed app and take away all its data and permissions."""
        self._empty(app)
        self.phone.note("app cleared", app=app.name)
        self.phone.touch()

    def _empty(self, app: App) -> None:
        self.terminate(app.app_id)
        app.forget()
        self.phone.notifications.forget(app)
        self.phone.camera.forget(app.name)

    # which is in front

    def state(self, app_id: str) -> AppState:
        app = self.get(app_id)
        if app is None:
            return AppState.NOT_INSTALLED
        if not app.running:
            return AppState.NOT_RUNNING
        in_front = self.front is app and not self.phone.lock.closed
        return AppState.FOREGROUND if in_front else AppState.BACKGROUND

    def activate(self, app_id: str) -> None:
        """Bring an app to the front, started if need be. On a locked phone it waits behind the lock screen.

        Raises: KeyError, when it is not installed.
        """
        if app_id == self.phone.home_app_id:
            self.go_home()
            return
        app = self[app_id]
        self.phone.shade.close()
        self.phone.notifications.opened(app)
        if self.front is not app or not app.running:
            if not self.phone.lock.closed:
                self.phone.prompts.cancel()
            self.front = app
            self.phone.keyboard.leave()
            app.open()
        self.phone.touch()

    def terminate(self, app_id: str) -> bool:
        """Close an app for good. False: it was not running. KeyError: it is not installed."""
        app = self[app_id]
        if not app.running:
            return False
        if self.front is app:
            if not self.phone.lock.closed:
                self.go_home()
            self.front = None
        app.close()
        self.phone.touch()
        return True

    def crash(self, error: Exception) -> str:
        """End the app in front, as the phone does with one whose code failed.

        Returns: What a driver says of that; empty where ``error`` did not rise in the app, which goes on.
        """
        app = self.front
        if app is None or not _rose_in(app, error):
            return ""
        self.phone.note("app crashed", app=app.name, error=type(error).__name__)
        self.terminate(app.app_id)
        return f"the application '{app.app_id}' has crashed: {type(error).__name__}"

    def go_home(self) -> None:
        """Leave what is in front for the home screen; on a locked phone go on to the passcode."""
        if self.phone.lock.closed:
            if not self.phone.prompts.open:
                self.phone.lock.wake()
            return
        self.phone.prompts.cancel()
        self.phone.shade.close()
        self.front = None
        self.phone.keyboard.leave()
        self.phone.touch()

    def _notification_tapped(self, delivered: Delivered) -> None:
        """The phone is unlocked first where it has to be."""
        self.phone.lock.when_open(lambda: self._open(delivered))

    def _open(self, delivered: Delivered) -> None:
        self.phone.notifications.take(delivered)
        self.phone.shade.close()
        deliver_tap(self, delivered)

    def _shown_again(self) -> None:
        if self.front is not None:
            self.front.page.shown()

    def _camera_changed(self) -> None:
        if self.front is not None and not self.phone.lock.closed:
            self.front.page.camera_changed()

    # links

    def claimant(self, url: str) -> App | None:
        """The installed app that opens this link; None: the browser does."""
        return next((app for app in self.values() if app.claims(url)), None)

    def openers(self, url: str) -> list[App]:
        """The installed apps that can open a link, best first; none for a scheme that nobody knows."""
        claiming = [app for app in self.values() if app.claims(url)]
        browsers = [app for app in self.values() if app.browses]
        return [*claiming, *browsers] if url.startswith(("http:", "https:")) else claiming

    def open_link(self, url: str) -> None:
        """Open a link with the app that claims it, else in the browser."""
        app = self.claimant(url) or next(app for app in self.values() if app.browses)
        self.open_with(app, url)

    def open_with(self, app: App, url: str) -> None:
        """Open a link with this app. KeyError, when it is not installed."""
        self.activate(app.app_id)
        self.phone.note("link opened", app=app.name)
        app.opened_by(url)


def _rose_in(app: App, error: Exception) -> bool:
    """Whether code of the app's package was running."""
    package = type(app).__module__.rpartition(".")[0]
    frames = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    return any(str(frame.f_globals.get("__name__")).startswith(f"{package}.") for frame in frames)
