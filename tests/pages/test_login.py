import pytest

from pages.login import spellings, stands_in, without_groups


@pytest.mark.parametrize(
    ("label", "known_as"),
    [
        ("如未收到通知,請點擊此處", ("如未收到通知,請點擊此處", "如未收到通知，請點擊此處")),
        ("登錄", ("登錄",)),
    ],
)
def test_full_width_punctuation_is_another_spelling(label: str, known_as: tuple[str, ...]) -> None:
    assert spellings(label) == known_as


@pytest.mark.parametrize(
    ("shown", "code"),
    [
        ("123456", "123456"),
        ("012 345", "012345"),
        ("123-456", "123456"),
        ("12\N{NO-BREAK SPACE}34 56", "123456"),
        ("１２３４５６", "123456"),
        ("------", ""),
        ("· · ·", ""),
        ("", ""),
    ],
)
def test_what_groups_a_code_is_no_part_of_it(shown: str, code: str) -> None:
    assert without_groups(shown) == code


@pytest.mark.parametrize(
    ("shown", "stands"),
    [
        ("user7", True),
        ("Log out user7.", True),
        ("User\nuser7\nMode", True),
        ("user71", False),
        ("auser7", False),
    ],
)
def test_a_name_stands_as_a_whole(shown: str, stands: bool) -> None:
    assert stands_in("user7", shown) is stands
