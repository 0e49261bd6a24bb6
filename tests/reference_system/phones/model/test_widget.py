"""What a text field takes."""

from __future__ import annotations

import pytest

from reference_system.phones.model.widget import Field


@pytest.mark.parametrize(
    ("field", "holds"), [(Field(), 10_000), (Field(max_length=4), 4), (Field(max_length=0), 0)]
)
def test_a_field_is_full_at_some_time(field: Field, holds: int) -> None:
    for _ in range(2):
        field.type("a" * 20_000)
        assert field.text == "a" * holds
    field.type("\bb")
    assert field.text == ("a" * (holds - 1) + "b" if holds else "")
