"""Apps and their pages: what every app on the phone has in common."""

from __future__ import annotations

import itertools
from abc import ABC, abstractmethod
from typing import ClassVar, Self

from reference_system.ib_key.wire import Notification
from reference_system.phones.model.body import Body
from reference_system.phones.model.widget import Locale, Widget

_serials = itertools.count(1)


class Page(ABC):
    """One page of an app, of the system, or of a prompt.

    Attributes:
        name: ``"<app>.<page>"``; the start of the paths of its widgets.
        activity: Android activity that shows it.
        serial: Tells it from every other page there ever was, so that its widgets' paths are its own.
    """

    name: ClassVar[str]
    activity: ClassVar[str] = ".MainActivity"
    serial: int

    def __new__(cls, *_args: object, **_kwargs: object) -> Self:
        page = super().__new__(cls)
        page.serial = next(_serials)
        return page

    @abstractmethod
    def build(self) -> Widget:
        """The page as it is now; laid out by the phone."""

    def shown(self) -> None:  # noqa: B027 - most pages have nothing to do
        """It came to the front: opened, returned to, or its app was brought back."""

    def camera_changed(self) -> None:  # noqa: B027 - most pages do not look through the camera
        """Lens, picture, or the right to look at it have changed; the page is in front."""

    def banner(self) -> Widget | None:
        """What it shows at the top edge, in a window of its own."""
        return None

    def back(self) -> bool:
        """The back key. False when the page has nothing to undo: the app then leaves it."""
        return False


class App(ABC):
    """An app as the phone knows it: its names, and the pages it has open, the last one in front.

    Attributes:
        name: English name; what a notification of it is addressed to.
        browses: Links that no app claims are opened with it.
    """

    name: ClassVar[str]
    package: ClassVar[str]
    bundle_id: ClassVar[str]
    activity: ClassVar[str] = ".MainActivity"
    version: ClassVar[str] = "1.0"
    icon: ClassVar[str]
    browses: ClassVar[bool] = False

    def __init__(self, body: Body) -> None:
        self._body = body
        self.pages: list[Page] = []

    @property
    def app_id(self) -> str:
        return self.package if self._body.surface == "android" else self.bundle_id

    @property
    def title(self) -> str:
        """Label under its icon, in the phone's language."""
        return self.name

    @property
    def sender(self) -> str:
        """Name of the app on its notifications, in the phone's language."""
        return self.title

    @property
    def locale(self) -> Locale:
        return self._body.locale

    @property
    def running(self) -> bool:
        return bool(self.pages)

    @property
    def page(self) -> Page:
        return self.pages[-1]

    @abstractmethod
    def first_page(self) -> Page:
        """What a start from the icon opens."""

    def open(self) -> None:
        """Come to the front: start when it was closed, otherwise show what was open."""
        if not self.pages:
            self.pages = [self.first_page()]
        self.page.shown()

    @abstractmethod
    def icon_tapped(self) -> None:
        """Its icon on the home screen was tapped."""

    def close(self) -> None:
        self.pages = []

    def forget(self) -> None:  # noqa: B027 - most have none
        """Lose all data, as a fresh install has none."""

    def notified(self, notification: Notification) -> None:  # noqa: B027 - most just open
        """A notification of it was tapped; the app is in front already."""

    def claims(self, url: str) -> bool:
        """Whether a link is opened with it rather than in the browser."""
        return False

    def opened_by(self, url: str) -> None:  # noqa: B027 - most claim no links
        """A link that it claims was opened; the app is in front already."""

    def worded(self, notification: Notification) -> Notification:
        """The notification as it is shown, in the phone's language."""
        return notification

    def go(self, page: Page) -> None:
        """Open a page over the one in front."""
        self.pages.append(page)
        page.shown()
        self._body.touch()

    def leave(self) -> None:
        """Back to the page before; the first one stays."""
        if len(self.pages) > 1:
            self.pages.pop()
            self.page.shown()
        self._body.touch()

    def replace(self, page: Page) -> None:
        """Put a page in the place of the one in front."""
        self.pages[-1] = page
        page.shown()
        self._body.touch()

    def restart_at(self, *pages: Page) -> None:
        """Have exactly these pages open."""
        self.pages = list(pages)
        self.page.shown()
        self._body.touch()

    def back(self) -> bool:
        """The back key. False: nothing to go back to, the phone shows the home screen."""
        if self.page.back():
            return True
        if len(self.pages) > 1:
            self.leave()
            return True
        return False
