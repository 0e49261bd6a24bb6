"""A screen as a picture: SVG from the laid-out widgets."""

from __future__ import annotations

import base64
import itertools
import re
from xml.sax.saxutils import escape

from reference_system.phones.model import text as typesetting
from reference_system.phones.model import theme
from reference_system.phones.model.icons import GRADIENTS, drawing
from reference_system.phones.model.theme import Look
from reference_system.phones.model.widget import Bounds, Kind, Metrics, Screen, Surface, Widget, Window

_CAP_HEIGHT = 0.36  # half of a capital's height, in ems: what a line is centred by
_BULLET = 0.68  # width of a hidden character, in ems
_PLANE = (
    "M8 0c.9 0 1.3 1 1.3 2v3l6 4v1.8l-6-1.9V13l2 1.6V16L8 15l-3.3 1v-1.4l2-1.6V8.9l-6 1.9V9l6-4V2"
    "c0-1 .4-2 1.3-2z"
)
_DARK_STYLES = frozenset({"wallpaper", "shade", "scrim", "wallpaper-deep", "hero", "camera"})


def to_svg(screen: Screen) -> str:
    """The whole glass as an SVG document, one unit per point, ``scale`` pixels per point as its size."""
    glass = screen.metrics
    pen = _Pen(screen.surface)
    for window in screen.windows:
        veil = theme.look(screen.surface, window.root.style).veil if window.root.style else ""
        if veil:
            pen.parts = [_behind("".join(pen.parts), veil)]
            pen.gradients += _behind(GRADIENTS, veil, names=True)
        if window.name == "status-bar":
            pen.status_bar(window, glass, light=_is_dark(screen), light_below=_is_dark_below(screen))
        else:
            pen.widget(window.root)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{glass.width * glass.scale:g}" '
        f'height="{glass.height * glass.scale:g}" viewBox="0 0 {glass.width:g} {glass.height:g}">'
        f"<defs>{pen.gradients}</defs>{''.join(pen.parts)}</svg>"
    )


def has_wide_characters(svg: str) -> bool:
    """Whether a drawing needs a Chinese font."""
    return any(typesetting.is_wide(character) for character in svg)


def _is_dark(screen: Screen) -> bool:
    """Whether white is legible at the top edge."""
    root = screen.active.root
    first = root.children[0] if root.children else root
    return root.style in _DARK_STYLES or first.style in _DARK_STYLES


def _is_dark_below(screen: Screen) -> bool:
    """Whether white is legible at the bottom edge."""
    return screen.active.root.style in _DARK_STYLES and screen.window("keyboard") is None


def _behind(svg: str, veil: str, *, names: bool = False) -> str:
    """A drawing as it looks behind a veil, by its colours: a see-through layer would cost up to 50 ms.

    Pixels have no such colours; they are left out.
    """
    opacity = int(veil[7:], 16) / 255
    svg = re.sub(r"<image [^>]*/>", "", svg)

    def mixed(match: re.Match[str]) -> str:
        below, above = match.group(), veil
        parts = (
            round(int(below[at : at + 2], 16) * (1 - opacity) + int(above[at : at + 2], 16) * opacity)
            for at in (1, 3, 5)
        )
        return "#" + "".join(f"{part:02x}" for part in parts)

    svg = re.sub(r"#[0-9a-f]{6}\b", mixed, svg)
    return re.sub(r'id="(\w+)"', r'id="\1-veiled"', svg) if names else re.sub(r"url\(#(\w+)\)", _veiled, svg)


def _veiled(match: re.Match[str]) -> str:
    name = match.group(1)
    return match.group() if name.startswith("clip") or name.endswith("veiled") else f"url(#{name}-veiled)"


class _Pen:
    """Collects the parts of the drawing."""

    def __init__(self, surface: Surface) -> None:
        self.surface = surface
        self.parts: list[str] = []
        self.gradients = GRADIENTS
        self._clips = itertools.count()

    def widget(self, widget: Widget) -> None:
        if not widget.visible:
            return
        look = theme.look(self.surface, widget.style)
        self._background(widget, look)
        if widget.kind is Kind.SWITCH:
            self._switch(widget)
            return
        if widget.pixels is not None:
            self._pixels(widget.bounds, widget.pixels)
        if widget.picture:
            self._picture(widget)
        if not widget.children:
            self._text(widget, look)
        if widget.scrollable:  # clipping costs a layer as large as the glass
            self._clipped(widget)
            return
        for child in widget.children:
            self.widget(child)

    def _clipped(self, widget: Widget) -> None:
        name = f"clip{next(self._clips)}"
        at = widget.bounds
        self.parts.append(
            f'<clipPath id="{name}"><rect x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width:.1f}" '
            f'height="{at.height:.1f}"/></clipPath><g clip-path="url(#{name})">'
        )
        for child in widget.children:
            self.widget(child)
        self.parts.append("</g>")

    def _rect(self, at: Bounds, fill: str, radius: float = 0, stroke: str = "", width: float = 0.8) -> None:
        line = f' stroke="{stroke}" stroke-width="{width:g}"' if stroke else ""
        self.parts.append(
            f'<rect x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width:.1f}" height="{at.height:.1f}" '
            f'rx="{min(radius, at.height / 2):g}" {_color(fill)}{line}/>'
        )

    def _background(self, widget: Widget, look: Look) -> None:
        at = widget.bounds
        if widget.style == "wallpaper":
            self._wallpaper(at)
            return
        if look.shadow:
            self._rect(Bounds(at.x, at.y + 1.5, at.width, at.height), "#00000026", look.radius)
        stroke, width = look.stroke, 0.8
        if widget.entry is not None and widget.focused and widget.kind is not Kind.SEARCH_FIELD:
            stroke, width = look.accent, 2
        if look.fill or stroke:
            self._rect(at, look.fill or "none", look.radius, stroke, width)

    def _wallpaper(self, at: Bounds) -> None:
        """Hills in flat colours: a gradient over the whole glass costs three times as much to rasterise."""
        sky, *hills = theme.WALLPAPER[self.surface]
        self._rect(at, sky)
        wide, high = at.width, at.height
        for index, color in enumerate(hills):
            left = high * (0.44 + 0.15 * index)
            right = high * (0.58 + 0.13 * index) if index % 2 else high * (0.36 + 0.15 * index)
            self.parts.append(
                f'<path d="M0 {left:.0f} C{wide * 0.35:.0f} {left - high * 0.09:.0f} {wide * 0.6:.0f} '
                f'{right + high * 0.11:.0f} {wide:g} {right:.0f} V{high:g} H0 Z" fill="{color}"/>'
            )

    def _pixels(self, at: Bounds, jpeg: bytes) -> None:
        """Without smoothing, which takes resvg up to 0.3 s."""
        data = base64.b64encode(jpeg).decode()
        self.parts.append(
            f'<image x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width:.1f}" height="{at.height:.1f}" '
            f'image-rendering="optimizeSpeed" href="data:image/jpeg;base64,{data}"/>'
        )

    def _picture(self, widget: Widget) -> None:
        at = widget.bounds
        if widget.style == "bar-button":
            at = Bounds(at.x, at.y + (at.height - 24) / 2, 24, 24)
        elif widget.kind is Kind.KEY:
            at = Bounds(at.x, at.center[1] - 14, at.width, 28)
        self.parts.append(drawing(widget.picture, self.surface, at.x, at.y, at.width, at.height))

    def _switch(self, widget: Widget) -> None:
        at = widget.bounds
        on = bool(widget.checked)
        color = theme.BLUE["android"] if self.surface == "android" else "#34c759"
        self._rect(at, color if on else "#d6d6dc", at.height / 2)
        radius = at.height / 2 - 3
        x = at.right - at.height / 2 if on else at.x + at.height / 2
        self.parts.append(f'<circle cx="{x:.1f}" cy="{at.center[1]:.1f}" r="{radius:g}" fill="#ffffff"/>')

    def _text(self, widget: Widget, look: Look) -> None:
        shown, color = widget.shown_text, look.color
        if widget.entry is not None:
            if not shown:
                shown, color = widget.hint, "#9a9aa2"
            if widget.focused:
                self._cursor(widget, look)
        if not shown:
            return
        at = widget.bounds
        if widget.secure and shown == widget.shown_text:
            self._bullets(at, len(shown), look)
            return
        broken = typesetting.lines(
            shown, self.surface, look.size, look.weight, max(1.0, at.width - 2 * look.pad_x)
        )
        top = at.center[1] - len(broken) * look.line_height / 2
        for index, line in enumerate(broken):
            middle = top + (index + 0.5) * look.line_height
            self._line(line, at, middle + _CAP_HEIGHT * look.size, look, color)

    def _bullets(self, at: Bounds, count: int, look: Look) -> None:
        wide = count * look.size * _BULLET
        left = at.center[0] - wide / 2 if look.align == "center" else at.x + look.pad_x
        for index in range(count):
            x = left + (index + 0.5) * look.size * _BULLET
            self.parts.append(
                f'<circle cx="{x:.1f}" cy="{at.center[1]:.1f}" r="{look.size * 0.22:.1f}" '
                f"{_color(look.color)}/>"
            )

    def _cursor(self, widget: Widget, look: Look) -> None:
        at, shown = widget.bounds, widget.shown_text
        wide = (
            len(shown) * look.size * _BULLET
            if widget.secure
            else typesetting.width(shown, self.surface, look.size, look.weight)
        )
        gap = 1 if shown or not widget.hint else -3  # beside the hint, not in its first letter
        x = (at.center[0] + wide / 2 if look.align == "center" else at.x + look.pad_x + wide) + gap
        self._rect(Bounds(x, at.center[1] - look.size * 0.65, 2, look.size * 1.3), look.accent)

    def _line(self, line: str, at: Bounds, baseline: float, look: Look, color: str) -> None:
        match look.align:
            case "center":
                x, anchor = at.center[0] + look.spacing / 2, "middle"
            case "end":
                x, anchor = at.right - look.pad_x, "end"
            case _:
                x, anchor = at.x + look.pad_x, "start"
        spacing = f' letter-spacing="{look.spacing:g}"' if look.spacing else ""
        self.parts.append(
            f'<text x="{x:.1f}" y="{baseline:.1f}" font-size="{look.size:g}" font-weight="{look.weight}" '
            f'{_color(color)} text-anchor="{anchor}"{spacing} xml:space="preserve">{self._runs(line)}</text>'
        )

    def _runs(self, line: str) -> str:
        """The line in pieces of one typeface each: a whole line must not fall back for one character."""
        runs = []
        for wide, characters in itertools.groupby(line, typesetting.is_wide):
            family = typesetting.CJK_FAMILY if wide else typesetting.FAMILY[self.surface]
            runs.append(f'<tspan font-family="{family}, sans-serif">{escape("".join(characters))}</tspan>')
        return "".join(runs)

    def status_bar(self, window: Window, glass: Metrics, *, light: bool, light_below: bool) -> None:
        """Time, signal, network and battery; the home indicator at the other end."""
        root = window.root
        ink = "#ffffff" if light else "#1b1b1f"
        ios = self.surface == "iphone"
        height = glass.top
        look = theme.look(self.surface, "status")
        x = 34.0 if ios else 18.0
        middle = height / 2 + (3 if ios else 2)
        self._line(root.text, Bounds(x, 0, 80, height), middle + _CAP_HEIGHT * look.size, look, ink)
        right = glass.width - (26 if ios else 16)
        self._battery(right - 25, middle - 5.5, ink)
        self._network(root.value, right - 25 - 24, middle, ink)
        if ios and root.picture != "touch-id":
            self._rect(Bounds(glass.width / 2 - 60, 9, 120, 33), "#000000", 17)
        if not (ios and root.picture == "touch-id"):
            wide = 140 if ios else 110
            self._rect(
                Bounds((glass.width - wide) / 2, glass.height - 10, wide, 4.5),
                "#ffffff" if light_below else "#1b1b1f",
                3,
            )

    def _battery(self, x: float, y: float, ink: str) -> None:
        self._rect(Bounds(x, y, 22, 11), "none", 3.2, ink, 1)
        self._rect(Bounds(x + 1.8, y + 1.8, 15, 7.4), ink, 1.6)
        self._rect(Bounds(x + 23, y + 3.5, 1.6, 4), ink, 0.8)

    def _network(self, network: str, x: float, middle: float, ink: str) -> None:
        if network == "offline":
            self.parts.append(
                f'<g transform="translate({x:.1f} {middle - 8:.1f})"><path d="{_PLANE}" fill="{ink}"/></g>'
            )
            return
        strength = 4 if network == "online" else 1
        for bar in range(4):
            height = 4 + bar * 2.6
            opacity = 1 if bar < strength else 0.3
            self.parts.append(
                f'<rect x="{x + bar * 4.6:.1f}" y="{middle + 6 - height:.1f}" width="3.2" '
                f'height="{height:.1f}" rx="0.9" fill="{ink}" opacity="{opacity:g}"/>'
            )


def _color(value: str) -> str:
    """``fill`` of a CSS colour; eight hexadecimal digits carry the opacity."""
    if value.startswith("#") and len(value) == 9:
        return f'fill="{value[:7]}" fill-opacity="{int(value[7:], 16) / 255:.2f}"'
    return f'fill="{value}"'
