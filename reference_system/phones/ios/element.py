"""Elements as XCTest sees them, made from the windows of a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field

from reference_system.phones.ios.errors import InvalidArgument
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.widget import Bounds, Kind, Screen, Widget, Window

PREFIX = "XCUIElementType"

_NAMES = """
    Any Other Application Group Window Sheet Drawer Alert Dialog Button RadioButton RadioGroup CheckBox
    DisclosureTriangle PopUpButton ComboBox MenuButton ToolbarButton Popover Keyboard Key NavigationBar TabBar
    TabGroup Toolbar StatusBar Table TableRow TableColumn Outline OutlineRow Browser CollectionView Slider
    PageIndicator ProgressIndicator ActivityIndicator SegmentedControl Picker PickerWheel Switch Toggle Link
    Image Icon SearchField ScrollView ScrollBar StaticText TextField SecureTextField DatePicker TextView Menu
    MenuItem MenuBar MenuBarItem Map WebView IncrementArrow DecrementArrow Timeline RatingIndicator
    ValueIndicator SplitGroup Splitter RelevanceIndicator ColorWell HelpTag Matte DockItem Ruler RulerMarker
    Grid LevelIndicator Cell LayoutArea LayoutItem Handle Stepper Tab TouchBar StatusItem
"""
TYPES = frozenset(PREFIX + name for name in _NAMES.split())
ANY = f"{PREFIX}Any"

_TYPE_OF: dict[Kind, str] = {
    Kind.GROUP: "Other",
    Kind.LABEL: "StaticText",
    Kind.BUTTON: "Button",
    Kind.LINK: "Link",
    Kind.TEXT_FIELD: "TextField",
    Kind.SECURE_FIELD: "SecureTextField",
    Kind.SEARCH_FIELD: "SearchField",
    Kind.SWITCH: "Switch",
    Kind.IMAGE: "Image",
    Kind.ICON: "Icon",
    Kind.CELL: "Cell",
    Kind.LIST: "ScrollView",
    Kind.ALERT: "Alert",
    Kind.NAVIGATION_BAR: "NavigationBar",
    Kind.KEYBOARD: "Keyboard",
    Kind.KEY: "Key",
}
_READ_ALOUD = frozenset(
    {
        Kind.LABEL,
        Kind.BUTTON,
        Kind.LINK,
        Kind.TEXT_FIELD,
        Kind.SECURE_FIELD,
        Kind.SEARCH_FIELD,
        Kind.SWITCH,
        Kind.ICON,
        Kind.KEY,
    }
)
_KEYS = {
    "key_shift": ("Button", "shift"),
    "key_delete": ("Key", "delete"),
    "key_more": ("Key", "more"),
    "key_space": ("Key", "space"),
    "key_return": ("Button", "Return"),
    "key_search": ("Button", "Search"),
    "key_done": ("Button", "Done"),
}
"""Types and identifiers of the keys that type no character, the same in all languages."""
_FIELDS = frozenset({f"{PREFIX}TextField", f"{PREFIX}SecureTextField", f"{PREFIX}SearchField"})


@dataclass(eq=False)
class Element:
    """One element of the tree.

    Attributes:
        path: Unique on the screen and the same as long as the same page shows it; what a reference means.
        identifier: The developer's accessibility identifier, may be empty.
        raw_value: What the control itself reports as value, before WebDriverAgent's defaults.
        native: Whether a screen reader stops at it.
        widget: None for the application and its windows.
    """

    type: str
    path: str
    bounds: Bounds
    identifier: str = ""
    label: str | None = None
    raw_value: str | None = None
    placeholder: str | None = None
    enabled: bool = True
    visible: bool = True
    selected: bool = False
    focused: bool = False
    native: bool = False
    widget: Widget | None = None
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def descendants(self) -> Iterator[Element]:
        for child in self.children:
            yield from child.walk()

    @property
    def name(self) -> str | None:
        return self.identifier or self.label or None

    @property
    def value(self) -> str | None:
        """As ``wdValue``: a text's text, ``1`` or ``0`` of a switch, the placeholder of an empty field."""
        if self.type == f"{PREFIX}StaticText":
            return self.raw_value or self.label or None
        if self.type in _FIELDS:
            return self.raw_value or self.placeholder or None
        if self.type == f"{PREFIX}Button":
            return self.raw_value or ("1" if self.selected else None)
        return self.raw_value or None

    @property
    def accessible(self) -> bool:
        """As ``isWDAccessible``: a screen reader stops here, and at nothing around it."""
        if self.type in _FIELDS:
            return True
        if not self.native:
            return False
        above = self.parent
        while above is not None:
            if above.native:
                return False
            above = above.parent
        return True

    @property
    def hittable(self) -> bool:
        return self.visible and not self.bounds.empty

    @property
    def index(self) -> int:
        return 0 if self.parent is None else self.parent.children.index(self)

    @property
    def rect(self) -> dict[str, int]:
        """Whole points, as ``CGRectIntegral`` makes them: outwards."""
        x, y = int(self.bounds.x // 1), int(self.bounds.y // 1)
        right, bottom = -int(-self.bounds.right // 1), -int(-self.bounds.bottom // 1)
        return {"x": x, "y": y, "width": right - x, "height": bottom - y}

    def attribute(self, name: str) -> object:
        """Value of an attribute by the names that predicates, attributes and page source share.

        Raises: KeyError, for a name that WebDriverAgent does not know.
        """
        return ATTRIBUTES[_plain(name)](self)


def _traits(element: Element) -> str:
    names = {
        "Button": "Button",
        "Link": "Link",
        "Image": "Image",
        "StaticText": "StaticText",
        "Key": "KeyboardKey",
        "Switch": "Button, ToggleButton",
    }
    traits = names.get(element.type.removeprefix(PREFIX), "")
    if not element.enabled:
        traits = f"{traits}, NotEnabled" if traits else "NotEnabled"
    return traits


ATTRIBUTES: dict[str, Callable[[Element], object]] = {
    "name": lambda element: element.name,
    "label": lambda element: element.label,
    "value": lambda element: element.value,
    "type": lambda element: element.type,
    "enabled": lambda element: element.enabled,
    "visible": lambda element: element.visible,
    "accessible": lambda element: element.accessible,
    "selected": lambda element: element.selected,
    "focused": lambda element: element.focused,
    "hittable": lambda element: element.hittable,
    "index": lambda element: element.index,
    "placeholdervalue": lambda element: element.placeholder,
    "rect": lambda element: element.rect,
    "frame": lambda element: element.rect,
    "nativeframe": lambda element: asdict(element.bounds),
    "minvalue": lambda _: None,
    "maxvalue": lambda _: None,
    "customactions": lambda _: None,
    "uid": lambda element: element.path,
    "traits": _traits,
    "nativeaccessibilityelement": lambda element: element.native,
    "accessibilitycontainer": lambda element: any(child.native for child in element.descendants()),
}


def _plain(name: str) -> str:
    """``isWDVisible``, ``wdVisible``, ``isVisible`` and ``visible`` are one attribute."""
    lowered = name.lower()
    for prefix in ("iswd", "wd", "is"):
        if lowered.startswith(prefix) and lowered.removeprefix(prefix) in ATTRIBUTES:
            return lowered.removeprefix(prefix)
    return lowered


def type_named(name: str) -> str:
    """The full name of an element type. Raises: InvalidArgument, for a type XCTest does not have."""
    if name not in TYPES:
        raise InvalidArgument(f"Invalid argument for class used '{name}'. Did you mean {PREFIX}{name}?")
    return name


def front_app_id(screen: Screen, default: str = "auto") -> str:
    """Bundle id of the application that commands speak to.

    It is the one whose window has the focus: the system's where a prompt, the lock screen or the notification
    list lies over the app. Or ``default``, the setting ``defaultActiveApplication``, while it is in sight.
    """
    owners = {window.app_id for window in screen.windows if window.name != "status-bar"}
    return default if default in owners else screen.active.app_id


def application(phone: Phone, screen: Screen, app_id: str) -> Element:
    """The tree of one application: what it shows now, without what its own windows cover."""
    glass = screen.metrics
    app = phone.apps.get(app_id)
    title = app.title if app is not None else "SpringBoard"
    root = Element(
        f"{PREFIX}Application", f"app:{app_id}", Bounds(0, 0, glass.width, glass.height), label=title
    )
    for window in _shown_windows(screen, app_id):
        _add_window(root, window)
    return root


def _shown_windows(screen: Screen, app_id: str) -> list[Window]:
    own: list[Window] = []
    for window in screen.windows:
        if window.name == "status-bar":
            continue
        if window.name == "keyboard":
            if screen.active.app_id == app_id:
                own.append(window)
        elif window.app_id == app_id:
            if window.takes_focus:
                own = [other for other in own if not other.takes_focus]
            own.append(window)
    return own


def _add_window(root: Element, window: Window) -> None:
    frame = window.root.bounds
    holder = Element(f"{PREFIX}Window", f"window:{window.root.path}", frame, parent=root)
    root.children.append(holder)
    _add_widget(holder, window.root)


def _add_widget(parent: Element, widget: Widget) -> None:
    if widget.kind is Kind.GROUP and not widget.children and not widget.ident:
        return  # room between things
    kind, identifier = _KEYS.get(widget.ident, (_TYPE_OF[widget.kind], widget.ident))
    element = Element(
        PREFIX + kind,
        widget.path,
        widget.bounds,
        identifier=identifier,
        label=widget.label or ("" if widget.entry is not None else None),
        raw_value=widget.shown_text if widget.entry is not None else widget.value,
        placeholder=(widget.hint or "") if widget.entry is not None else None,
        enabled=widget.enabled,
        visible=widget.visible,
        selected=widget.selected,
        focused=widget.focused,
        native=widget.kind in _READ_ALOUD or (widget.kind is Kind.IMAGE and bool(widget.description)),
        widget=widget,
        parent=parent,
    )
    parent.children.append(element)
    if not widget.atomic:
        for child in widget.children:
            _add_widget(element, child)
