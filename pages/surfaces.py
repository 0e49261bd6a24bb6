"""Opening login surfaces, and closing them with the scenario that opened them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Self

from harness.evidence.actors import Actors
from harness.sessions.actors import DriverActor, PageActor
from harness.sessions.browser import Chromium
from harness.sessions.drivers import Drivers, quit_quietly
from harness.targets.needs import granted
from harness.targets.system import Language, User, World
from pages.audited import AuditedLogin
from pages.language import WORDS, Unprepared
from pages.login import LoginSurface, Stage

if TYPE_CHECKING:
    from appium.webdriver.webdriver import WebDriver


class LoginSurfaces:
    """Opens the login of ``client-portal``, ``webtrader`` or ``tws``.

    Args:
        actors: Take in what is opened.
        traced: Keep what a failure in the browser needs.
    """

    def __init__(
        self, world: World, chromium: Chromium, drivers: Drivers, actors: Actors, *, traced: bool
    ) -> None:
        self._world, self._chromium, self._drivers = world, chromium, drivers
        self._actors, self._traced = actors, traced
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def open(self, name: str, language: Language) -> LoginSurface:
        """The surface, speaking ``language``, at its login. Raises: Unprepared."""
        surface = self._window(language) if name == "tws" else self._page(name, language)
        if not self._world.makes_fresh:
            self._check_language(surface, language)
        if self._world.audit is None:
            return surface
        audited = AuditedLogin(surface, self._world.audit)
        self._opened.callback(audited.leave)
        return audited

    def _check_language(self, surface: LoginSurface, wanted: Language) -> None:
        """Raises: Unprepared, where the surface speaks another language than the scenario is about."""
        seen = surface.language()
        if seen is None:
            self._world.add_doubt(f"{surface.name} does not say which language it speaks")
        elif seen != wanted:
            raise Unprepared(f"{surface.name} speaks {WORDS[seen]}, not {WORDS[wanted]}")

    def _window(self, language: Language) -> LoginSurface:
        from pages.window.login import TwsLogin

        desktop = granted(self._world.desktop, "login-surface")
        windows = ExitStack()
        self._opened.push(windows)

        def start_anew() -> WebDriver:
            windows.close()
            driver = self._drivers.window(desktop, language)
            actor = DriverActor("tws", driver)
            self._actors.add(actor)
            windows.callback(quit_quietly, driver)
            windows.callback(self._actors.remove, actor)
            return driver

        return TwsLogin(start_anew, self._world.patience, self._world.signs["tws"])

    def _page(self, name: str, language: Language) -> LoginSurface:
        from pages.portal.login import PortalLogin

        portal, patience = granted(self._world.portal, "login-surface"), self._world.patience
        context = self._opened.enter_context(
            self._chromium.context(portal.url, language, patience=patience, traced=self._traced)
        )
        page = context.new_page()
        login = PortalLogin(page, name, portal.login_path(name), patience, self._world.signs["portal"])
        self._actors.add(PageActor(name, page, login.activation.notice))
        login.open()
        return login

    def prove(self, user: User) -> None:
        """Log in with the user's own credentials, for the audit alone; what comes of it, it is told."""
        name = "client-portal" if self._world.portal is not None else "tws"
        login = self.open(name, min(self._world.languages(name)))
        login.enter_username(user.username)
        login.enter_password(user.password)
        login.log_in()
        expected: Stage = "open" if user.second_factor == "none" else "waiting"
        if login.stage(expected, within_s=self._world.patience.answered_s) == "credentials":
            login.error(within_s=0)
