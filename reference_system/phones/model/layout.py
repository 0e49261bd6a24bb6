"""Gives every widget its place: columns, rows and overlays, with what is left shared out by ``grow``."""

from __future__ import annotations

from collections.abc import Callable

from reference_system.phones.model.widget import Bounds, Widget

Measure = Callable[[Widget, float], tuple[float, float]]
"""Own size of a widget without children, given the width it may take: ``(width, height)`` in points."""


def lay_out(root: Widget, within: Bounds, measure: Measure, *, prefix: str = "") -> None:
    """Write ``bounds``, ``visible`` and ``path`` of ``root`` and everything below it.

    Args:
        within: Where the root goes; also what can be seen.
        measure: Size of leaves.
        prefix: Start of every path; names the page, so that another page's widgets have other paths.
    """
    _place(root, within, measure)
    _see(root, within)
    _name(root, prefix)


def _padding(widget: Widget) -> tuple[float, float, float, float]:
    return widget.box.padding


def natural_size(widget: Widget, width: float, measure: Measure) -> tuple[float, float]:
    """Size the widget would like, at most ``width`` wide."""
    box = widget.box
    top, right, bottom, left = _padding(widget)
    outer = box.width if box.width is not None else width
    inner = max(0.0, outer - left - right)
    if not widget.children:
        wide, high = measure(widget, inner)
    elif box.axis == "row":
        sizes = _row_sizes(widget, inner, measure)
        gaps = box.gap * (len(sizes) - 1)
        wide, high = sum(size[0] for size in sizes) + gaps, max(size[1] for size in sizes)
    else:
        sizes = [natural_size(child, inner, measure) for child in widget.children]
        wide = max(size[0] for size in sizes)
        high = max(size[1] for size in sizes)
        if box.axis == "column":
            high = sum(size[1] for size in sizes) + box.gap * (len(sizes) - 1)
    return (
        box.width if box.width is not None else min(width, wide + left + right),
        box.height if box.height is not None else high + top + bottom,
    )


def _row_sizes(widget: Widget, inner: float, measure: Measure) -> list[tuple[float, float]]:
    """Sizes of a row's children: the fixed ones first, growing ones share what is left."""
    gaps = widget.box.gap * (len(widget.children) - 1)
    sizes: dict[int, tuple[float, float]] = {}
    left = inner - gaps
    for index, child in enumerate(widget.children):
        if not child.box.grow:
            sizes[index] = natural_size(child, max(0.0, left), measure)
            left -= sizes[index][0]
    shares = sum(child.box.grow for child in widget.children)
    for index, child in enumerate(widget.children):
        if child.box.grow:
            share = max(0.0, left) * child.box.grow / shares
            sizes[index] = (share, natural_size(child, share, measure)[1])
    return [sizes[index] for index in range(len(widget.children))]


def _place(widget: Widget, bounds: Bounds, measure: Measure) -> None:
    widget.bounds = bounds
    if not widget.children:
        return
    top, right, bottom, left = _padding(widget)
    content = Bounds(
        bounds.x + left,
        bounds.y + top,
        max(0.0, bounds.width - left - right),
        max(0.0, bounds.height - top - bottom),
    )
    match widget.box.axis:
        case "row":
            _place_row(widget, content, measure)
        case "column":
            _place_column(widget, content, measure)
        case "overlay":
            for child in widget.children:
                _place_overlay(widget, child, content, measure)


def _start(free: float, justify: str, count: int) -> tuple[float, float]:
    """Where the first child begins and what is added to each gap."""
    match justify:
        case "center":
            return free / 2, 0.0
        case "end":
            return free, 0.0
        case "between" if count > 1:
            return 0.0, free / (count - 1)
        case _:
            return 0.0, 0.0


def _alignment(parent: Widget, fixed: float | None) -> str:
    """A child of fixed size keeps it: only widgets without a say are stretched."""
    return "start" if parent.box.align == "stretch" and fixed is not None else parent.box.align


def _across(align: str, size: float, room: float) -> tuple[float, float]:
    """Offset and length across the axis."""
    match align:
        case "center":
            return (room - min(size, room)) / 2, min(size, room)
        case "end":
            return room - min(size, room), min(size, room)
        case "start":
            return 0.0, min(size, room)
        case _:
            return 0.0, room


def _place_row(widget: Widget, content: Bounds, measure: Measure) -> None:
    sizes = _row_sizes(widget, content.width, measure)
    used = sum(size[0] for size in sizes) + widget.box.gap * (len(sizes) - 1)
    offset, extra = _start(max(0.0, content.width - used), widget.box.justify, len(sizes))
    x = content.x + offset
    for child, (wide, high) in zip(widget.children, sizes, strict=True):
        align = _alignment(widget, child.box.height)
        y_offset, length = _across(align, high, content.height)
        _place(child, Bounds(x, content.y + y_offset, wide, length), measure)
        x += wide + widget.box.gap + extra


def _place_column(widget: Widget, content: Bounds, measure: Measure) -> None:
    sizes = [natural_size(child, content.width, measure) for child in widget.children]
    used = sum(
        size[1] for child, size in zip(widget.children, sizes, strict=True) if not child.box.grow
    ) + widget.box.gap * (len(sizes) - 1)
    shares = sum(child.box.grow for child in widget.children)
    free = max(0.0, content.height - used)
    offset, extra = (0.0, 0.0) if shares else _start(free, widget.box.justify, len(sizes))
    y = content.y + offset
    if widget.scroll is not None:
        widget.scroll.room = max(0.0, used - content.height)
        y -= widget.scroll.seen
    for child, (wide, high) in zip(widget.children, sizes, strict=True):
        if child.box.grow:
            high = free * child.box.grow / shares
        align = _alignment(widget, child.box.width)
        x_offset, length = _across(align, wide, content.width)
        _place(child, Bounds(content.x + x_offset, y, length, high), measure)
        y += high + widget.box.gap + extra


def _place_overlay(parent: Widget, child: Widget, content: Bounds, measure: Measure) -> None:
    if child.box.width is None and child.box.height is None:
        _place(child, content, measure)
        return
    wide, high = natural_size(child, content.width, measure)
    across = parent.box.align if child.box.width is not None else "stretch"
    x_offset, width = _across(across, wide, content.width)
    y_offset, _ = _start(max(0.0, content.height - high), parent.box.justify, 1)
    _place(child, Bounds(content.x + x_offset, content.y + y_offset, width, high), measure)


def _see(widget: Widget, seen: Bounds) -> None:
    part = widget.bounds.intersection(seen)
    widget.visible = not part.empty
    inside = part if widget.scroll is not None else seen
    for child in widget.children:
        _see(child, inside)


def _name(widget: Widget, path: str) -> None:
    widget.path = path
    taken: set[str] = set()
    for index, child in enumerate(widget.children):
        name = child.key or child.ident or f"{child.kind}.{index}"
        if name in taken:
            name = f"{name}.{index}"
        taken.add(name)
        _name(child, f"{path}/{name}")
