"""The phones' pictures as vector drawings, each in a square of 100 x 100."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from reference_system.phones.model.theme import BLUE, RED
from reference_system.phones.model.widget import Surface

Drawing = Callable[[Surface], str]


def _stroke(path: str, color: str, width: float = 7) -> str:
    return (
        f'<path d="{path}" fill="none" stroke="{color}" stroke-width="{width:g}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


def _tile(surface: Surface, fill: str, inside: str) -> str:
    """An app's icon: a rounded square on iPhone, a circle on Android."""
    shape = (
        f'<rect width="100" height="100" rx="23" fill="{fill}"/>'
        if surface == "iphone"
        else f'<circle cx="50" cy="50" r="50" fill="{fill}"/>'
    )
    return shape + inside


def _gradient(name: str, top: str, bottom: str) -> str:
    return (
        f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="{top}"/><stop offset="1" stop-color="{bottom}"/></linearGradient>'
    )


def _mark(color: str, accent: str) -> str:
    """A rising line that ends in a dot: this project's stand-in for the broker's emblem."""
    return (
        f'<path d="M27 74 L47 30 L60 56 Z" fill="{color}"/>'
        f'<path d="M47 30 L60 56 L66 46 Z" fill="{color}" opacity="0.55"/>'
        f'<circle cx="70" cy="66" r="9" fill="{accent}"/>'
    )


def _app_ibkr(surface: Surface) -> str:
    return _tile(surface, "url(#ibkr)", _mark("#ffffff", "#ffffff"))


def _app_messages(surface: Surface) -> str:
    bubble = (
        '<path d="M50 24c-17 0-30 10-30 24 0 8 4 14 11 19-1 5-3 8-6 11 7-1 12-3 16-6 3 1 6 1 9 1 17 0 '
        '30-11 30-25S67 24 50 24z" fill="#ffffff"/>'
    )
    return _tile(surface, "url(#messages)", bubble)


def _app_mail(surface: Surface) -> str:
    if surface == "android":
        envelope = (
            '<rect x="22" y="30" width="56" height="42" rx="5" fill="#ffffff"/>'
            '<path d="M22 36 L50 56 L78 36 V33 a4 4 0 0 0 -6 -3 L50 46 L28 30 a4 4 0 0 0 -6 3 Z" '
            'fill="#ea4335"/>'
            '<path d="M22 34 v34 a4 4 0 0 0 4 4 h8 V43 Z" fill="#4285f4"/>'
            '<path d="M78 34 v34 a4 4 0 0 1 -4 4 h-8 V43 Z" fill="#34a853"/>'
        )
        return _tile(surface, "#f4f6fb", envelope)
    envelope = '<rect x="18" y="30" width="64" height="42" rx="7" fill="#ffffff"/>' + _stroke(
        "M22 35 L50 55 L78 35", "#2f8ef4", 4
    )
    return _tile(surface, "url(#mail)", envelope)


def _app_settings(surface: Surface) -> str:
    teeth = "".join(
        f'<rect x="45" y="16" width="10" height="16" rx="3" fill="#ffffff" '
        f'transform="rotate({angle} 50 50)"/>'
        for angle in range(0, 360, 45)
    )
    gear = (
        teeth
        + '<circle cx="50" cy="50" r="25" fill="#ffffff"/>'
        + '<circle cx="50" cy="50" r="10" fill="#6e7480"/>'
    )
    return _tile(surface, "url(#settings)", gear)


def _ridges(color: str) -> str:
    """The lines of a fingertip."""
    return "".join(
        (
            _stroke("M28 30c12-13 32-13 44 0", color, 5),
            _stroke("M20 48c6-32 54-32 60 0 1 8 1 14 0 20", color, 5),
            _stroke("M30 76c-3-9-3-17-2-24 4-27 42-27 45 1 1 12 0 20-3 28", color, 5),
            _stroke("M42 86c-5-13-6-23-5-32 3-17 25-17 27 0 1 14-1 24-5 33", color, 5),
            _stroke("M50 88c-1-9-1-20 0-34", color, 5),
        )
    )


def _fingerprint(surface: Surface) -> str:
    return '<circle cx="50" cy="50" r="50" fill="#e3ecfb"/><g transform="translate(14 13) scale(.72)">' + (
        f"{_ridges(BLUE[surface])}</g>"
    )


def _touch_id(_: Surface) -> str:
    return _ridges("#e0264a")


def _face_id(_: Surface) -> str:
    blue = "#0a84ff"
    corners = "M8 30V18a10 10 0 0 1 10-10h12 M70 8h12a10 10 0 0 1 10 10v12 M92 70v12a10 10 0 0 1-10 10H70 "
    return _stroke(corners + "M30 92H18A10 10 0 0 1 8 82V70", blue, 6) + _stroke(
        "M34 36v9 M66 36v9 M51 36v19h-5 M35 68c8 8 22 8 30 0", blue, 6
    )


def _key_delete(_: Surface) -> str:
    return _stroke("M38 30H78V70H38L18 50Z M50 42L66 58 M66 42L50 58", "#1b1b1f", 6)


def _key_shift(_: Surface) -> str:
    return _stroke("M50 22L78 52H63V76H37V52H22Z", "#1b1b1f", 6)


def _lock(_: Surface) -> str:
    return '<rect x="22" y="44" width="56" height="44" rx="9" fill="#ffffff"/>' + _stroke(
        "M34 44V31a16 16 0 0 1 32 0v13", "#ffffff", 8
    )


def _shield_shape(fill: str) -> str:
    return f'<path d="M50 6 L86 19 V47 C86 70 71 86 50 95 C29 86 14 70 14 47 V19 Z" fill="{fill}"/>'


def _shield(_: Surface) -> str:
    return _shield_shape("url(#ibkr)") + _stroke("M33 50 L46 63 L68 38", "#ffffff", 8)


def _shield_off(_: Surface) -> str:
    return _shield_shape("#c4c6cf") + _stroke("M37 37 L63 63 M63 37 L37 63", "#ffffff", 8)


def _bell_shape(color: str) -> str:
    return (
        f'<path d="M50 16c-16 0-24 11-24 25 0 20-5 24-10 30h68c-5-6-10-10-10-30 0-14-8-25-24-25z" '
        f'fill="{color}"/><path d="M40 77a10 10 0 0 0 20 0z" fill="{color}"/>'
    )


def _bell(surface: Surface) -> str:
    return (
        f'<rect width="100" height="100" rx="22" fill="{"#ff3b30" if surface == "iphone" else "#f9dedc"}"/>'
        f'<g transform="translate(14 13) scale(.72)">'
        f"{_bell_shape('#ffffff' if surface == 'iphone' else RED)}</g>"
    )


def _bell_red(_: Surface) -> str:
    return _bell_shape(RED) + '<circle cx="74" cy="24" r="12" fill="#ff9f0a"/>'


def _chevron(_: Surface) -> str:
    return _stroke("M36 20 L66 50 L36 80", "#a5a6ad", 10)


def _arrow_left(_: Surface) -> str:
    return _stroke("M78 50H24 M48 24L22 50l26 26", "#1b1b1f", 8)


def _waves(color: str) -> str:
    return (
        _stroke("M12 40a54 54 0 0 1 76 0", color, 9)
        + _stroke("M28 57a31 31 0 0 1 44 0", color, 9)
        + f'<circle cx="50" cy="75" r="8" fill="{color}"/>'
    )


def _wifi(surface: Surface) -> str:
    fill = "#007aff" if surface == "iphone" else "#d7e3fb"
    ink = "#ffffff" if surface == "iphone" else "#0b57d0"
    return (
        f'<rect width="100" height="100" rx="22" fill="{fill}"/><g transform="translate(14 8) scale(.72)">'
        + (f"{_waves(ink)}</g>")
    )


def _no_wifi(_: Surface) -> str:
    return _waves("#8d8f98") + _stroke("M18 14 L82 88", RED, 9)


def _airplane(surface: Surface) -> str:
    fill = "#ff9500" if surface == "iphone" else "#ffe0b8"
    ink = "#ffffff" if surface == "iphone" else "#8a5100"
    plane = (
        "M50 16c4 0 6 5 6 11v13l26 17v8L56 57v16l9 7v6l-15-5-15 5v-6l9-7V57L18 65v-8l26-17V27c0-6 2-11 6-11z"
    )
    return f'<rect width="100" height="100" rx="22" fill="{fill}"/><path d="{plane}" fill="{ink}"/>'


def _camera(surface: Surface) -> str:
    fill = "#8e8e93" if surface == "iphone" else "#e0e0e6"
    ink = "#ffffff" if surface == "iphone" else "#44474f"
    return (
        f'<rect width="100" height="100" rx="22" fill="{fill}"/>'
        f'<path d="M20 36h14l6-9h20l6 9h14v38H20z" fill="{ink}"/>'
        f'<circle cx="50" cy="54" r="13" fill="{fill}"/>'
    )


def _app_camera(surface: Surface) -> str:
    body = (
        '<path d="M22 36h13l6-9h18l6 9h13a5 5 0 0 1 5 5v29a5 5 0 0 1-5 5H22a5 5 0 0 1-5-5V41a5 5 0 0 1 5-5z" '
        'fill="#2b2c30"/><circle cx="50" cy="55" r="15" fill="#d9dade"/>'
        '<circle cx="50" cy="55" r="10" fill="#2b2c30"/><circle cx="74" cy="45" r="3" fill="#ffcc00"/>'
    )
    return _tile(surface, "#d9dade", body)


def _app_safari(surface: Surface) -> str:
    compass = (
        '<circle cx="50" cy="50" r="38" fill="#1c86f2"/>'
        '<path d="M72 28 L56 56 L44 44 Z" fill="#ff3b30"/><path d="M28 72 L44 44 L56 56 Z" fill="#ffffff"/>'
    )
    return _tile(surface, "#ffffff", compass)


def _app_chrome(surface: Surface) -> str:
    wheel = (
        '<path d="M50 50 L19 32 A36 36 0 0 1 81 32 Z" fill="#ea4335"/>'
        '<path d="M50 50 L81 32 A36 36 0 0 1 50 86 Z" fill="#fbbc04"/>'
        '<path d="M50 50 L50 86 A36 36 0 0 1 19 32 Z" fill="#34a853"/>'
        '<circle cx="50" cy="50" r="17" fill="#ffffff"/><circle cx="50" cy="50" r="13" fill="#4285f4"/>'
    )
    return _tile(surface, "#ffffff", wheel)


def _shutter(_: Surface) -> str:
    return (
        '<circle cx="50" cy="50" r="46" fill="none" stroke="#ffffff" stroke-width="7"/>'
        '<circle cx="50" cy="50" r="37" fill="#ffffff"/>'
    )


def _close(_: Surface) -> str:
    return _stroke("M30 30L70 70 M70 30L30 70", "#ffffff", 7)


def _lens(_: Surface) -> str:
    arrows = "M27 45a24 24 0 0 1 42-10 M73 55a24 24 0 0 1-42 10 M71 22v14H57 M29 78V64h14"
    return '<circle cx="50" cy="50" r="50" fill="#3a3b40"/>' + _stroke(arrows, "#ffffff", 6)


def _globe(_: Surface) -> str:
    return _stroke(
        "M50 10a40 40 0 1 0 .1 0z M10 50h80 M50 10c-26 24-26 56 0 80 M50 10c26 24 26 56 0 80", "#a5a6ad", 5
    )


def _camera_off(_: Surface) -> str:
    body = (
        '<path d="M20 36h14l6-9h20l6 9h14v38H20z" fill="#8e8e93"/>'
        '<circle cx="50" cy="54" r="13" fill="#16171b"/>'
    )
    return body + _stroke("M18 18 L82 86", RED, 8)


def _info(_: Surface) -> str:
    return (
        '<circle cx="50" cy="50" r="46" fill="#8e919a"/>'
        '<rect x="45" y="44" width="10" height="30" rx="4" fill="#ffffff"/>'
        '<circle cx="50" cy="30" r="6.5" fill="#ffffff"/>'
    )


def _disc(color: str, halo: str, inside: str) -> str:
    outer = f'<circle cx="50" cy="50" r="50" fill="{halo}"/>'
    return f'{outer}<circle cx="50" cy="50" r="36" fill="{color}"/>{inside}'


def _check(_: Surface) -> str:
    return _disc("#2a9d4e", "#dff3e4", _stroke("M34 51 L46 63 L67 39", "#ffffff", 8))


def _cross(_: Surface) -> str:
    return _disc(RED, "#fbe1e3", _stroke("M38 38 L62 62 M62 38 L38 62", "#ffffff", 8))


def _clock(_: Surface) -> str:
    return _disc("#8d8f98", "#ececf0", _stroke("M50 32 V51 L63 60", "#ffffff", 7))


def _spinner(_: Surface) -> str:
    spokes = []
    for index in range(12):
        angle = math.radians(30 * index)
        x, y = math.cos(angle), math.sin(angle)
        spokes.append(
            f'<path d="M{50 + 24 * x:.1f} {50 + 24 * y:.1f} L{50 + 44 * x:.1f} {50 + 44 * y:.1f}" '
            f'stroke="#8d8f98" stroke-width="8" stroke-linecap="round" opacity="{0.15 + index * 0.07:.2f}"/>'
        )
    return "".join(spokes)


def _ibkr_mark(_: Surface) -> str:
    return '<rect width="100" height="100" rx="26" fill="#ffffff"/>' + _mark(RED, "#1b1b1f")


def _app_store(surface: Surface) -> str:
    strokes = _stroke("M54 24L31 65 M46 24L69 65 M22 61H56 M68 61H78 M29 70L25 77 M71 70L75 77", "#ffffff", 7)
    return _tile(surface, "url(#appstore)", strokes)


def _app_play(surface: Surface) -> str:
    triangle = (
        '<path d="M33 23 L58 50 L33 77 Z" fill="#00a0ff"/><path d="M33 23 L66 42 L58 50 Z" fill="#00d06c"/>'
        '<path d="M33 77 L66 58 L58 50 Z" fill="#ff3a44"/><path d="M66 42 L79 50 L66 58 L58 50 Z" '
        'fill="#ffd500"/>'
    )
    return _tile(surface, "#ffffff", triangle)


def _app_360(surface: Surface) -> str:
    ring = '<circle cx="50" cy="50" r="25" fill="none" stroke="#ffffff" stroke-width="9"/>'
    return _tile(surface, "#00b16a", ring + _stroke("M50 38V62 M38 50H62", "#ffffff", 9))


def _app_baidu(surface: Surface) -> str:
    return _tile(surface, "#2c6cf6", _stroke("M50 25V59 M35 46L50 61L65 46 M30 74H70", "#ffffff", 9))


def _app_guide(surface: Surface) -> str:
    book = (
        '<path d="M50 34c-8-6-18-7-26-6v40c8-1 18 0 26 6 8-6 18-7 26-6V28c-8-1-18 0-26 6z" fill="#ffffff"/>'
    )
    return _tile(surface, "#e0662f", book + _stroke("M50 36V72", "#e0662f", 4))


def _app_trade(surface: Surface) -> str:
    bars = "".join(
        f'<rect x="{x}" y="{top}" width="11" height="{74 - top}" rx="3" fill="#ffffff"/>'
        for x, top in ((26, 56), (44, 44), (62, 30))
    )
    return _tile(surface, "#1d3f72", bars)


def _app_chess(surface: Surface) -> str:
    rook = (
        '<path d="M31 26h9v8h6v-8h8v8h6v-8h9v19l-7 6 3 17H35l3-17-7-6z" fill="#ffffff"/>'
        '<rect x="29" y="71" width="42" height="8" rx="3" fill="#ffffff"/>'
    )
    return _tile(surface, "#6b4a34", rook)


def _app_weather(surface: Surface) -> str:
    sky = (
        '<circle cx="62" cy="38" r="16" fill="#ffd34d"/><path d="M34 72a14 14 0 0 1 1-28 19 19 0 0 1 36 6 '
        '11 11 0 0 1-1 22z" fill="#ffffff"/>'
    )
    return _tile(surface, "#4aa3f0", sky)


def _app_metro(surface: Surface) -> str:
    lines = _stroke("M24 66H42L58 34H76", "#ffffff", 7)
    stops = "".join(
        f'<circle cx="{x}" cy="{y}" r="7" fill="#ffffff" stroke="#7a3fb5" stroke-width="4"/>'
        for x, y in ((33, 66), (50, 50), (67, 34))
    )
    return _tile(surface, "#7a3fb5", lines + stops)


def _app_notes(surface: Surface) -> str:
    sheet = '<rect x="28" y="22" width="44" height="56" rx="6" fill="#ffffff"/>'
    return _tile(surface, "#f2b705", sheet + _stroke("M37 38H63 M37 50H63 M37 62H53", "#c9c9cf", 5))


def _magnifier_shape(color: str) -> str:
    circle = f'<circle cx="43" cy="43" r="25" fill="none" stroke="{color}" stroke-width="9"/>'
    return circle + _stroke("M62 62L84 84", color, 10)


def _magnifier(_: Surface) -> str:
    return _magnifier_shape("#6d6d72")


def _tab(name: str, color: str) -> Drawing:
    """A tab of the App Store; they are iPhone's only, so the surface changes nothing."""
    shapes = {
        "today": f'<rect x="20" y="14" width="60" height="72" rx="11" fill="{color}"/>'
        '<rect x="30" y="26" width="40" height="24" rx="4" fill="#ffffff"/>'
        + _stroke("M32 62H68 M32 74H54", "#ffffff", 6),
        "games": f'<path d="M30 32h40c15 0 22 16 22 34 0 14-14 16-20 4l-4-6H32l-4 6c-6 12-20 10-20-4 '
        f'0-18 7-34 22-34z" fill="{color}"/>' + _stroke("M32 42V56 M25 49H39 M62 49H74", "#ffffff", 6),
        "apps": f'<path d="M50 12L88 32L50 52L12 32Z" fill="{color}"/>'
        + _stroke("M14 50L50 69L86 50 M14 67L50 86L86 67", color, 8),
        "search": _magnifier_shape(color),
    }
    return lambda _surface: shapes[name]


DRAWINGS: Mapping[str, Drawing] = {
    "app-360": _app_360,
    "app-baidu": _app_baidu,
    "app-chess": _app_chess,
    "app-guide": _app_guide,
    "app-metro": _app_metro,
    "app-notes": _app_notes,
    "app-play": _app_play,
    "app-store": _app_store,
    "app-trade": _app_trade,
    "app-weather": _app_weather,
    "magnifier": _magnifier,
    **{f"tab-{name}": _tab(name, "#8e8e93") for name in ("today", "games", "apps", "search")},
    **{f"tab-{name}-chosen": _tab(name, "#007aff") for name in ("today", "games", "apps", "search")},
    "app-camera": _app_camera,
    "app-chrome": _app_chrome,
    "app-ibkr": _app_ibkr,
    "app-safari": _app_safari,
    "app-messages": _app_messages,
    "app-mail": _app_mail,
    "app-settings": _app_settings,
    "airplane": _airplane,
    "arrow-left": _arrow_left,
    "bell": _bell,
    "bell-red": _bell_red,
    "camera": _camera,
    "camera-off": _camera_off,
    "check": _check,
    "chevron": _chevron,
    "clock": _clock,
    "close": _close,
    "cross": _cross,
    "face-id": _face_id,
    "fingerprint": _fingerprint,
    "globe": _globe,
    "ibkr-mark": _ibkr_mark,
    "lens": _lens,
    "info": _info,
    "key-delete": _key_delete,
    "key-shift": _key_shift,
    "lock": _lock,
    "no-wifi": _no_wifi,
    "shield": _shield,
    "shutter": _shutter,
    "shield-off": _shield_off,
    "spinner": _spinner,
    "touch-id": _touch_id,
    "wifi": _wifi,
}

GRADIENTS = "".join(
    (
        _gradient("ibkr", "#ee2a3a", "#b80d1b"),
        _gradient("messages", "#5ff57a", "#0bbf2c"),
        _gradient("appstore", "#1ec8fb", "#1b6ef3"),
        _gradient("mail", "#1dc3fb", "#1c6df2"),
        _gradient("settings", "#9aa0ab", "#6e7480"),
    )
)


def drawing(name: str, surface: Surface, x: float, y: float, width: float, height: float) -> str:
    """The picture as SVG, fitted into the rectangle. KeyError for a name nobody drew."""
    scale = min(width, height) / 100
    left, top = x + (width - 100 * scale) / 2, y + (height - 100 * scale) / 2
    return f'<g transform="translate({left:.2f} {top:.2f}) scale({scale:.4f})">{DRAWINGS[name](surface)}</g>'
