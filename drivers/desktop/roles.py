"""Names of roles and states, by their numbers on the bus (AT-SPI 2, enumerations AtspiRole, AtspiStateType).

Numbers are the same for every toolkit, the names that toolkits give are not: Qt calls a password field
"text", Swing "password text", and newer libraries "button" what older ones call "push button".
"""

from __future__ import annotations

from collections.abc import Iterator

_ROLES = """
    invalid, accelerator label, alert, animation, arrow, calendar, canvas, check box, check menu item,
    color chooser, column header, combo box, date editor, desktop icon, desktop frame, dial, dialog,
    directory pane, drawing area, file chooser, filler, focus traversable, font chooser, frame, glass
    pane, html container, icon, image, internal frame, label, layered pane, list, list item, menu, menu
    bar, menu item, option pane, page tab, page tab list, panel, password text, popup menu, progress
    bar, push button, radio button, radio menu item, root pane, row header, scroll bar, scroll pane,
    separator, slider, spin button, split pane, status bar, table, table cell, table column header,
    table row header, tearoff menu item, terminal, text, toggle button, tool bar, tool tip, tree, tree
    table, unknown, viewport, window, extended, header, footer, paragraph, ruler, application,
    autocomplete, editbar, embedded, entry, chart, caption, document frame, heading, page, section,
    redundant object, form, link, input method window, table row, tree item, document spreadsheet,
    document presentation, document text, document web, document email, comment, list box, grouping,
    image map, notification, info bar, level bar, title bar, block quote, audio, video, definition,
    article, landmark, log, marquee, math, rating, timer, static, math fraction, math root, subscript,
    superscript, description list, description term, description value, footnote, content deletion,
    content insertion, mark, suggestion, push button menu, switch
"""
_STATES = """
    invalid, active, armed, busy, checked, collapsed, defunct, editable, enabled, expandable, expanded,
    focusable, focused, has-tooltip, horizontal, iconified, modal, multi-line, multiselectable, opaque,
    pressed, resizable, selectable, selected, sensitive, showing, single-line, stale, transient,
    vertical, visible, manages-descendants, indeterminate, required, truncated, animated, invalid-entry,
    supports-autocompletion, selectable-text, is-default, visited, checkable, has-popup, read-only
"""

ROLE_NAMES = [" ".join(name.split()) for name in _ROLES.split(",")]
STATE_NAMES = [name.strip() for name in _STATES.split(",")]

_STATE_BITS = {name: 1 << bit for bit, name in enumerate(STATE_NAMES)}


def role_name(number: int, *, top_level: bool = False) -> str:
    """The role in words; ``unknown`` for a number of a later standard.

    A Qt window that is neither a main window nor a dialog has the role of a spacer; as a window of the
    program it is a ``frame`` like everybody else's.
    """
    name = ROLE_NAMES[number] if 0 <= number < len(ROLE_NAMES) else "unknown"
    return "frame" if top_level and name == "filler" else name


class States:
    """Set of states of one object, as the bus gives it: two words of 32 bits.

    Qt calls a field that is read-only editable all the same; here it is not. GTK 4 calls what reacts to a
    person sensitive only; here it is enabled too.
    """

    __slots__ = ("bits",)

    def __init__(self, words: list[int]) -> None:
        low, high = (*words, 0, 0)[:2]
        self.bits = low | high << 32
        if "read-only" in self:
            self.bits &= ~_STATE_BITS["editable"]
        if "sensitive" in self:
            self.bits |= _STATE_BITS["enabled"]

    def add(self, name: str) -> None:
        """Put in a state that the toolkit does not tell."""
        self.bits |= _STATE_BITS[name]

    def __contains__(self, name: str) -> bool:
        return bool(self.bits & _STATE_BITS.get(name, 0))

    def __iter__(self) -> Iterator[str]:
        return (name for name, bit in _STATE_BITS.items() if self.bits & bit)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, States) and self.bits == other.bits

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"States({' '.join(self)})"


_ARIA = """
    alert: alertdialog, check box: checkbox, check menu item: menuitemcheckbox, column header: columnheader,
    combo box: combobox, dialog: dialog, document web: document, entry: textbox, file chooser: dialog,
    color chooser: dialog, font chooser: dialog, form: form, frame: application, grouping: group,
    heading: heading, icon: img, image: img, label: generic, landmark: region, link: link, list: list,
    list box: listbox, list item: listitem, log: log, menu: menu, menu bar: menubar, menu item: menuitem,
    page tab: tab, page tab list: tablist, panel: group, paragraph: paragraph, password text: textbox,
    popup menu: menu, progress bar: progressbar, push button: button, push button menu: button,
    radio button: radio, radio menu item: menuitemradio, row header: rowheader, scroll bar: scrollbar,
    separator: separator, slider: slider, spin button: spinbutton, split pane: group, static: generic,
    status bar: status, switch: switch, table: table, table cell: cell, table column header: columnheader,
    table row: row, table row header: rowheader, terminal: log, text: textbox, timer: timer,
    toggle button: button, tool bar: toolbar, tool tip: tooltip, tree: tree, tree item: treeitem,
    tree table: treegrid, window: application
"""
_ARIA_ROLES = dict(" ".join(pair.split()).split(": ") for pair in _ARIA.split(","))


def aria_role(role: str) -> str:
    """The role in the words of WAI-ARIA, as the mapping of ARIA to AT-SPI has it the other way (Core-AAM)."""
    return _ARIA_ROLES.get(role, "generic")
