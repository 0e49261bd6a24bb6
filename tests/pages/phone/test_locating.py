"""Forms of a sign become locators, as few as can be."""

from __future__ import annotations

import pytest

from harness.signs.sign import Sign
from pages.phone.locating import locators


@pytest.mark.parametrize(
    ("forms", "android"),
    [
        (("Done",), [("-android uiautomator", 'new UiSelector().text("Done")')]),
        (("+PIN", "完成"), [("-android uiautomator", 'new UiSelector().textMatches("\\+PIN|完成")')]),
        (("id:ok",), [("-android uiautomator", 'new UiSelector().resourceIdMatches(".*:id/(ok)")')]),
        (("//a", "uiselector:new B()"), [("xpath", "//a"), ("-android uiautomator", "new B()")]),
        ((), []),
    ],
)
def test_android(forms: tuple[str, ...], android: list[tuple[str, str]]) -> None:
    assert list(locators(Sign("it", forms), "android")) == android


@pytest.mark.parametrize(
    ("forms", "predicate"),
    [
        (("Done",), "label == 'Done'"),
        (("You're in", "id:ok"), "label == 'You\\'re in' OR name == 'ok'"),
        (("predicate:type == 'A'", "B"), "(type == 'A') OR label == 'B'"),
    ],
)
def test_iphone(forms: tuple[str, ...], predicate: str) -> None:
    assert list(locators(Sign("it", forms), "iphone")) == [("-ios predicate string", predicate)]


def test_xpath_on_an_iphone() -> None:
    assert list(locators(Sign("it", ("//a",)), "iphone")) == [("xpath", "//a")]
