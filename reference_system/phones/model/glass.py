"""What a phone's glass shows: windows from bottom to top, laid out, and their picture."""

from __future__ import annotations

from reference_system.deviations import rule
from reference_system.phones.model import rasteriser, theme
from reference_system.phones.model.app import Page
from reference_system.phones.model.apps import Apps
from reference_system.phones.model.draw import has_wide_characters, to_svg
from reference_system.phones.model.handset import Handset
from reference_system.phones.model.home import HomePage
from reference_system.phones.model.keyboard import HEIGHT
from reference_system.phones.model.layout import lay_out
from reference_system.phones.model.passcode_prompt import PasscodePrompt
from reference_system.phones.model.text import font_files
from reference_system.phones.model.widget import Bounds, Field, Kind, Metrics, Screen, Widget, Window

_BANNER_HEIGHT, _PAGE_BANNER_HEIGHT = 92.0, 76.0


@rule
def top_of_page_banner(glass: Metrics, /) -> float:
    """What an app shows over its page lies below the status bar."""
    return glass.top + 4


@top_of_page_banner.deviation(
    "banner-at-the-bottom",
    clauses=["IOS-QR-04"],
    breaks="the banner of the Camera app lies at the bottom of the screen",
)
def _(glass: Metrics) -> float:
    return glass.height - glass.bottom - _PAGE_BANNER_HEIGHT


@rule
def built(page: Page, /) -> Widget:
    """A page is what it makes of itself."""
    return page.build()


class Glass:
    """The glass of a phone; a screen is drawn once and kept until something on it changes."""

    def __init__(self, handset: Handset, apps: Apps) -> None:
        self._phone = handset
        self._apps = apps
        self._home = HomePage(handset, apps)
        self._revealed: Field | None = None
        self._drawn = 0
        self._screen: Screen | None = None
        self._screen_of: tuple[object, ...] = ()
        self._picture: tuple[Screen, bytes] | None = None

    def screen(self) -> Screen:
        """What is shown now. The same object as long as nothing has changed."""
        handset, downloads = self._phone, self._apps.downloads
        downloads.settle()
        minute = handset.clock.now().replace(second=0, microsecond=0)
        state = (handset.revision, handset.notifications.banner, minute, downloads.progress)
        if self._screen is None or state != self._screen_of:
            self._screen = self._draw()
            self._screen_of = state
        return self._screen

    @property
    def keyboard_shown(self) -> bool:
        return self.screen().window("keyboard") is not None

    def svg(self) -> str:
        """The screen as a drawing."""
        return to_svg(self.screen())

    async def picture(self) -> bytes:
        """The screen as PNG, in the phone's pixels. Raises: DrawingFailed."""
        screen = self.screen()
        if self._picture is None or self._picture[0] is not screen:
            svg = to_svg(screen)
            fonts = font_files(screen.surface, cjk=has_wide_characters(svg))
            self._picture = (screen, await rasteriser.SHARED.png(svg, fonts))
        return self._picture[1]

    def _draw(self) -> Screen:
        phone, shade = self._phone, self._phone.shade
        windows = [self._base()]
        if shade.page is not None:
            windows.append(self._window("notifications", shade.page, phone.system_app_id))
        for prompt in phone.prompts.open:
            windows.append(self._window("prompt", prompt, phone.system_app_id))
        self._focus_and_keyboard(windows)
        if len(windows) == 1 and windows[0].name == "app":
            windows.extend(self._banner_of_page())
        if shade.page is None and not phone.lock.closed:
            windows.extend(self._banner())
        windows.append(self._status_bar())
        self._drawn += 1
        return Screen(self._drawn, phone.surface, phone.metrics, tuple(windows))

    def _base(self) -> Window:
        phone, front = self._phone, self._apps.front
        if phone.lock.page is not None:
            return self._window("lock", phone.lock.page, phone.system_app_id)
        if front is not None:
            return self._window("app", front.page, front.app_id)
        return self._window("home", self._home, phone.home_app_id)

    def _window(self, name: str, page: Page, app_id: str, *, less: float = 0.0) -> Window:
        root, metrics = built(page), self._phone.metrics
        self._lay_out(root, Bounds(0, 0, metrics.width, metrics.height - less), f"{page.name}#{page.serial}")
        return Window(name, app_id, root, page.activity, page.name)

    def _lay_out(self, root: Widget, place: Bounds, prefix: str) -> None:
        lay_out(root, place, self._measure, prefix=prefix)

    def _measure(self, widget: Widget, room: float) -> tuple[float, float]:
        return theme.measure(self._phone.surface, widget, room)

    def _focus_and_keyboard(self, windows: list[Window]) -> None:
        """Mark the focused field; bring up the keyboard for it, which the app makes room for."""
        phone, keyboard = self._phone, self._phone.keyboard
        if keyboard.focused is None:
            self._revealed = None
            return
        top = windows[-1]
        if not any(widget.entry is keyboard.focused for widget in top.root.walk()):
            keyboard.leave()
            return
        prompt = phone.prompts.front
        own_pad = isinstance(prompt, PasscodePrompt) and keyboard.focused.digits
        if not keyboard.hidden and not own_pad:
            height, glass = HEIGHT[phone.surface], phone.metrics
            front = self._apps.front.page if self._apps.front else self._home
            page = prompt or phone.shade.page or front
            windows[-1] = self._window(top.name, page, top.app_id, less=height)
            if self._revealed is not keyboard.focused and _reveal(windows[-1].root, keyboard.focused):
                windows[-1] = self._window(top.name, page, top.app_id, less=height)
            self._revealed = keyboard.focused
            root = keyboard.build(keyboard.focused)
            self._lay_out(root, Bounds(0, glass.height - height, glass.width, height), "keyboard")
            windows.append(Window("keyboard", phone.system_app_id, root, takes_focus=False))
        for window in windows:
            for widget in window.root.walk():
                widget.focused = widget.entry is keyboard.focused and widget.entry is not None

    def _banner(self) -> list[Window]:
        """The message that has just come in."""
        delivered = self._phone.notifications.banner
        if delivered is None:
            return []
        root = self._phone.notifications.card(delivered, key="banner")
        glass = self._phone.metrics
        place = Bounds(10, glass.top + 4, glass.width - 20, _BANNER_HEIGHT)
        self._lay_out(root, place, f"banner#{delivered.serial}")
        return [Window("banner", self._phone.system_app_id, root, takes_focus=False)]

    def _banner_of_page(self) -> list[Window]:
        """What the app in front shows over its page."""
        app = self._apps.front
        root = app.page.banner() if app is not None else None
        if app is None or root is None:
            return []
        glass = self._phone.metrics
        place = Bounds(10, top_of_page_banner(glass), glass.width - 20, _PAGE_BANNER_HEIGHT)
        self._lay_out(root, place, f"page-banner#{app.page.serial}")
        return [Window("page-banner", app.app_id, root, takes_focus=False)]

    def _status_bar(self) -> Window:
        phone = self._phone
        root = Widget(
            Kind.GROUP,
            phone.shown_time(phone.clock.now()),
            "status_bar",
            value=phone.network.state,
            style="status",
            picture=phone.sensor,
        )
        self._lay_out(root, Bounds(0, 0, phone.metrics.width, phone.metrics.top), "status-bar")
        return Window("status-bar", phone.system_app_id, root, takes_focus=False)


def _reveal(within: Widget, entry: Field, scrolls: Widget | None = None) -> bool:
    """Scroll the list around a field so that it is seen as a whole. False: it is, or there is no list."""
    around = within if within.scroll is not None else scrolls
    if within.entry is entry:
        hidden = within.bounds.bottom - around.bounds.bottom if around is not None else 0.0
        return around is not None and around.scroll is not None and hidden > 0 and around.scroll.by(hidden)
    return any(_reveal(child, entry, around) for child in within.children)
