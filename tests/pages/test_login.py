import pytest

from pages.login import spellings


@pytest.mark.parametrize(
    ("label", "known_as"),
    [
        ("如未收到通知,請點擊此處", ("如未收到通知,請點擊此處", "如未收到通知，請點擊此處")),
        ("登錄", ("登錄",)),
    ],
)
def test_full_width_punctuation_is_another_spelling(label: str, known_as: tuple[str, ...]) -> None:
    assert spellings(label) == known_as
