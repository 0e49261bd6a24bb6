"""Columns, rows, overlays, scrolling, and the paths that tell widgets apart."""

from __future__ import annotations

import pytest

from reference_system.phones.model.layout import lay_out
from reference_system.phones.model.widget import Bounds, Box, Kind, Scroll, Widget

GLASS = Bounds(0, 0, 100, 200)


def leaf(width: float = 0, height: float = 10, **more: object) -> Widget:
    return Widget(Kind.LABEL, "x", box=Box(width=width or None, height=height, **more))  # type: ignore[arg-type]


def place(root: Widget) -> Widget:
    lay_out(root, GLASS, lambda _widget, room: (min(30.0, room), 10.0), prefix="page")
    return root


def boxes(root: Widget) -> list[tuple[float, float, float, float]]:
    return [(c.bounds.x, c.bounds.y, c.bounds.width, c.bounds.height) for c in root.children]


def test_column_stacks_and_stretches() -> None:
    root = place(Widget(Kind.GROUP, children=[leaf(), leaf()], box=Box(gap=5, padding=(1, 2, 3, 4))))
    assert boxes(root) == [(4, 1, 94, 10), (4, 16, 94, 10)]


def test_growing_child_takes_what_is_left() -> None:
    root = place(Widget(Kind.GROUP, children=[leaf(height=50), Widget(Kind.GROUP, box=Box(grow=1)), leaf()]))
    assert boxes(root) == [(0, 0, 100, 50), (0, 50, 100, 140), (0, 190, 100, 10)]


def test_row_shares_its_width() -> None:
    row = Widget(
        Kind.GROUP, children=[leaf(20), leaf(grow=1), leaf(grow=3)], box=Box(axis="row", align="center")
    )
    root = place(row)
    assert [(x, width) for x, _, width, _ in boxes(root)] == [(0, 20), (20, 20), (40, 60)]
    assert {y for _, y, _, _ in boxes(root)} == {95}


@pytest.mark.parametrize(
    ("justify", "tops"),
    [("start", [0, 10]), ("center", [90, 100]), ("end", [180, 190]), ("between", [0, 190])],
)
def test_justify(justify: str, tops: list[float]) -> None:
    root = place(Widget(Kind.GROUP, children=[leaf(), leaf()], box=Box(justify=justify)))  # type: ignore[arg-type]
    assert [y for _, y, _, _ in boxes(root)] == tops


def test_list_scrolls_as_far_as_its_content_goes() -> None:
    scroll = Scroll()
    items = [leaf(height=90) for _ in range(4)]
    place(Widget(Kind.LIST, children=items, scroll=scroll))
    assert scroll.room == 160
    assert [item.visible for item in items] == [True, True, True, False]
    assert scroll.by(1000)
    place(Widget(Kind.LIST, children=items, scroll=scroll))
    assert [item.visible for item in items] == [False, True, True, True]
    assert items[3].bounds.bottom == 200
    assert not scroll.by(1), "at the end nothing moves"


def test_paths_are_unique_and_keyed() -> None:
    twins = [
        Widget(Kind.CELL, ident="cell", key="n-2"),
        Widget(Kind.CELL, ident="cell"),
        Widget(Kind.CELL, ident="cell"),
    ]
    place(Widget(Kind.GROUP, children=twins))
    assert [twin.path for twin in twins] == ["page/n-2", "page/cell", "page/cell.2"]
