"""What Android's accessibility service sees of the screen, and the page source written from it.

A ``Node`` stands for one widget in Android's words: class names, resource ids, pixels. The XML has the
shape and the attributes, in the order, of the UiAutomator2 server 10.6.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from reference_system.phones.model.widget import Bounds, Kind, Screen, Widget, Window
from reference_system.phones.xml_text import xml_safe

_CLASSES = {
    Kind.LABEL: "android.widget.TextView",
    Kind.BUTTON: "android.widget.Button",
    Kind.LINK: "android.widget.TextView",
    Kind.TEXT_FIELD: "android.widget.EditText",
    Kind.SECURE_FIELD: "android.widget.EditText",
    Kind.SEARCH_FIELD: "android.widget.EditText",
    Kind.SWITCH: "android.widget.Switch",
    Kind.IMAGE: "android.widget.ImageView",
    Kind.ICON: "android.widget.TextView",
    Kind.CELL: "android.widget.LinearLayout",
    Kind.LIST: "android.widget.ScrollView",
    Kind.ALERT: "android.widget.FrameLayout",
    Kind.NAVIGATION_BAR: "android.view.ViewGroup",
    Kind.KEYBOARD: "android.widget.FrameLayout",
    Kind.KEY: "android.widget.TextView",
}
_LAYOUTS = {
    "column": "android.widget.LinearLayout",
    "row": "android.widget.LinearLayout",
    "overlay": "android.widget.FrameLayout",
}
_SAY_THEIR_TEXT = frozenset(
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
_INPUT_TEXT, _INPUT_NUMBER, _INPUT_PASSWORD, _INPUT_PIN = 1, 2, 129, 18
ROOT = "hierarchy"


@dataclass(frozen=True)
class Rect:
    """A rectangle in the display's pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def center(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def __str__(self) -> str:
        return f"[{self.left},{self.top}][{self.right},{self.bottom}]"


@dataclass(eq=False)
class Node:
    """One widget as Android's accessibility tree has it.

    Attributes:
        index: Place among its parent's children, hidden ones counted.
        bounds: What can be seen of it, in pixels: cut by the display and by the nearest list around it.
        key: The same for the same widget at any time (``Widget.path``).
    """

    widget: Widget
    package: str
    index: int
    bounds: Rect
    parent: Node | None
    children: list[Node] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.widget.path

    @property
    def class_name(self) -> str:
        return _CLASSES.get(self.widget.kind) or _LAYOUTS[self.widget.box.axis]

    @property
    def text(self) -> str:
        """What it reads: typed text (bullets where it is secret), the hint of an empty field, a caption."""
        widget = self.widget
        if widget.kind not in _SAY_THEIR_TEXT:
            return ""
        return widget.shown_text or (widget.hint if widget.entry is not None else "")

    @property
    def description(self) -> str | None:
        return self.widget.description or None

    @property
    def resource_id(self) -> str | None:
        ident = self.widget.ident
        if not ident:
            return None
        return ident if ":id/" in ident else f"{self.package}:id/{ident}"

    @property
    def editable(self) -> bool:
        return self.widget.entry is not None and self.widget.enabled

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def attributes(self) -> dict[str, str]:
        """Attributes by their names in the page source, in its order; what has no value is left out."""
        widget, entry = self.widget, self.widget.entry
        empty_field = entry is not None and not entry.text
        flags = {name: read(self) for name, read in FLAGS.items()}
        values: dict[str, str | int | bool | None] = {
            "index": self.index,
            "package": self.package,
            "class": self.class_name,
            "text": self.text,
            "content-desc": self.description,
            "resource-id": self.resource_id,
            **flags,
            "bounds": str(self.bounds),
            "displayed": widget.visible,
            "hint": widget.hint or None,
            "a11y-important": widget.kind is not Kind.GROUP,
            "screen-reader-focusable": False,
            "input-type": self._input_type(),
            "drawing-order": self.index + 1,
            "showing-hint": empty_field and bool(widget.hint),
            "text-entry-key": widget.kind is Kind.KEY,
            "multiline": False if entry is not None and entry.max_length else None,
            "dismissable": False,
            "a11y-focused": False,
            "heading": False,
            "live-region": 0,
            "context-clickable": False,
            "max-text-length": entry.max_length if entry is not None else None,
            "content-invalid": False,
        }
        return {
            name: str(value).lower() if isinstance(value, bool) else str(value)
            for name, value in values.items()
            if value is not None
        }

    def _input_type(self) -> int | None:
        entry = self.widget.entry
        if entry is None:
            return None
        if entry.digits:
            return _INPUT_PIN if self.widget.secure else _INPUT_NUMBER
        return _INPUT_PASSWORD if self.widget.secure else _INPUT_TEXT


FLAGS: dict[str, Callable[[Node], bool]] = {
    "checkable": lambda node: node.widget.checked is not None,
    "checked": lambda node: bool(node.widget.checked),
    "clickable": lambda node: node.widget.clickable,
    "enabled": lambda node: node.widget.enabled,
    "focusable": lambda node: node.widget.clickable,
    "focused": lambda node: node.widget.focused,
    "long-clickable": lambda node: node.widget.entry is not None,
    "password": lambda node: node.widget.secure,
    "scrollable": lambda node: node.widget.scrollable,
    "selected": lambda node: node.widget.selected,
}
"""Yes-or-no attributes, in the order of the page source."""


@dataclass(eq=False)
class Tree:
    """All that automation sees at one revision of the screen.

    Attributes:
        roots: One node per window: the one that has the focus, or all when several are asked for.
        width, height: Of the display, in pixels.
    """

    roots: list[Node]
    width: int
    height: int
    scale: float

    def walk(self) -> Iterator[Node]:
        for root in self.roots:
            yield from root.walk()

    def find(self, key: str) -> Node | None:
        """The node of this key; None when its widget is not on the screen any more."""
        return next((node for node in self.walk() if node.key == key), None)


def see(screen: Screen, *, invisible: bool = False, all_windows: bool = False) -> Tree:
    """The tree of a screen.

    Args:
        invisible: Also what is scrolled out of sight.
        all_windows: Also keyboard, banner and status bar, the topmost window first; otherwise only the window
            that has the focus.
    """
    metrics = screen.metrics
    windows = list(reversed(screen.windows)) if all_windows else [screen.active]
    glass = Bounds(0, 0, metrics.width, metrics.height)
    roots = [
        _node(window, window.root, index, glass, metrics.scale, None, invisible)
        for index, window in enumerate(windows)
    ]
    size = round(metrics.width * metrics.scale), round(metrics.height * metrics.scale)
    return Tree(roots, *size, metrics.scale)


def _node(
    window: Window,
    widget: Widget,
    index: int,
    clip: Bounds,
    scale: float,
    parent: Node | None,
    invisible: bool,
) -> Node:
    seen = widget.bounds.intersection(clip)
    node = Node(widget, window.app_id, index, _pixels(seen, scale), parent)
    inner = seen if widget.scroll is not None else clip
    node.children = [
        _node(window, child, place, inner, scale, node, invisible)
        for place, child in enumerate(widget.children)
        if invisible or child.visible
    ]
    return node


def _pixels(bounds: Bounds, scale: float) -> Rect:
    return Rect(
        round(bounds.x * scale),
        round(bounds.y * scale),
        round(bounds.right * scale),
        round(bounds.bottom * scale),
    )


@dataclass
class Document:
    """A tree as XML, and which node each of its elements stands for."""

    root: etree._Element
    nodes: dict[etree._Element, Node]

    def __str__(self) -> str:
        text = etree.tostring(self.root, encoding="unicode", pretty_print=True)
        return f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n{text}"


def document(tree: Tree) -> Document:
    """The page source of a tree."""
    display = {"rotation": 0, "width": tree.width, "height": tree.height}
    root = etree.Element(ROOT, {"index": "0", "class": ROOT})
    root.attrib.update({name: str(value) for name, value in display.items()})
    nodes: dict[etree._Element, Node] = {}
    for node in tree.roots:
        _write(node, root, nodes)
    return Document(root, nodes)


def document_of(node: Node) -> Document:
    """The XML of one node and what is below it; the node's element is the root."""
    nodes: dict[etree._Element, Node] = {}
    return Document(_write(node, None, nodes), nodes)


def _write(node: Node, parent: etree._Element | None, nodes: dict[etree._Element, Node]) -> etree._Element:
    attributes = {name: xml_safe(value) for name, value in node.attributes().items()}
    if parent is None:
        element = etree.Element(node.class_name, attributes)
    else:
        element = etree.SubElement(parent, node.class_name, attributes)
    nodes[element] = node
    for child in node.children:
        _write(child, element, nodes)
    return element
