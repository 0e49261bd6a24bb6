"""What is missing on a phone is a breach where something known stands instead, and else not recognised."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, cast
from xml.etree import ElementTree

import pytest
from lxml import etree

from harness.patience import Patience
from harness.sessions.device import Device
from harness.signs.phone import ANDROID
from harness.signs.sign import NotRecognised
from harness.signs.tables import tables
from pages.phone.activation import Activation
from pages.phone.challenge import ChallengeForm
from pages.phone.ib_key import IbKey
from pages.phone.notifications import NotificationList
from pages.phone.prompts import Element as Proof

Taps = dict[str, list[str]]


class Driver:
    """An Android phone with one page, each node a class, a text and an id; taps on a text lead to others."""

    def __init__(self, page: list[str], taps: Taps | None = None) -> None:
        self.page, self.taps, self.tapped = page, taps or {}, list[str]()
        self.app_state = 4

    def query_app_state(self, _: str) -> int:
        return self.app_state

    @property
    def page_source(self) -> str:
        root = ElementTree.Element("hierarchy")
        for node in self.page:
            kind, text, ident = (*node.split("|"), "", "")[:3]
            attributes = {"text": text, "resource-id": f"atws.app:id/{ident}", "package": "atws.app"}
            ElementTree.SubElement(root, f"android.widget.{kind}", attributes)
        return ElementTree.tostring(root, encoding="unicode")

    def find_elements(self, by: str, value: str) -> list[Any]:
        nodes = etree.fromstring(self.page_source)
        if by == "xpath":
            return [Element(self, node) for node in cast(list[Any], nodes.xpath(value))]
        tests = [
            (_TESTS[name], argument)
            for name, argument in re.findall(r'(\w+)\("((?:\\.|[^"])*)"\)', value)
            if name in _TESTS
        ]
        found = nodes.iter() if tests else []
        return [Element(self, node) for node in found if all(test(node, text) for test, text in tests)]


_TESTS: dict[str, Callable[[Any, str], bool]] = {
    "text": lambda node, text: node.get("text") == text,
    "textMatches": lambda node, text: re.fullmatch(text, node.get("text") or "") is not None,
    "resourceId": lambda node, ident: node.get("resource-id") == ident,
    "resourceIdMatches": lambda node, text: re.fullmatch(text, node.get("resource-id") or "") is not None,
}


class Element:
    def __init__(self, driver: Driver, node: Any) -> None:
        self._driver, self.text = driver, node.get("text")

    def click(self) -> None:
        self._driver.tapped.append(self.text)
        self._driver.page = self._driver.taps.get(self.text, self._driver.page)


class Phone:
    surface, ibkr_mobile = "android", "atws.app"


def device(page: list[str], taps: Taps | None = None, **signs: list[str]) -> Any:
    told = tables({"android": {name.replace("_", "."): forms for name, forms in signs.items()}})
    hurried = Patience(shown_s=0.2, at_once_s=0.05)
    made = cast(Any, Device)(Phone(), "en", hurried, None, None, None, told)
    made.__dict__["driver"] = Driver(page, taps)  # where the session is kept once it is open
    return made


APPROVED = ["TextView|Approved", "TextView|The portal goes on."]
ASKING = ["TextView|Login request", "Button|Authorize", "Button|Deny"]
START = ["TextView|Services", "TextView|Active for usr01|ib_key_state", "Button|Authenticate"]


def test_other_words_for_an_approval_are_not_recognised() -> None:
    with pytest.raises(
        NotRecognised, match=r"approval\.authorized on android; it shows Approved, The portal"
    ):
        IbKey(device(APPROVED)).approved(within_s=0.1)


def test_a_target_tells_its_words() -> None:
    assert IbKey(device(APPROVED, approval_authorized=["Approved", "..."])).approved(within_s=0.1)


def test_a_login_that_is_still_up_for_approval_was_not_approved() -> None:
    assert not IbKey(device(ASKING)).approved(within_s=0.1)


def test_an_app_that_is_not_in_front_shows_nothing_that_could_be_recognised() -> None:
    there = device(["TextView|Messages", "TextView|Settings"])
    there.driver.app_state = 3
    assert not IbKey(there).asks_to_approve(within_s=0.1)


def test_an_app_that_shows_nothing_at_all_has_no_start_screen() -> None:
    assert Activation(device(["FrameLayout", "LinearLayout||page"])).ib_key_state(within_s=0.1) == ""


@pytest.mark.parametrize("drawn", ["ImageView", "View", "TextView|Loading"])
def test_an_app_that_shows_anything_is_not_recognised(drawn: str) -> None:
    with pytest.raises(NotRecognised, match="start on android"):
        Activation(device(["FrameLayout", drawn])).ib_key_state(within_s=0.1)


def test_a_login_that_waits_no_longer_is_not_up_for_approval() -> None:
    there = device(["TextView|This login no longer waits", "Button|Done"])
    assert not IbKey(there).asks_to_approve(within_s=0.1)


def test_a_look_accuses_nobody() -> None:
    assert not IbKey(device(APPROVED)).approved(within_s=0)


def test_the_start_screen_asks_for_no_approval() -> None:
    assert not IbKey(device(START)).asks_to_approve(within_s=0.1)


def test_the_order_of_the_buttons_does_not_matter() -> None:
    assert IbKey(device(ASKING[::-1])).asks_to_approve(within_s=0.1)


@pytest.mark.parametrize("label", ["Continue", "Got it", "關閉"])
def test_a_page_that_only_leads_on_is_passed_by(label: str) -> None:
    there = device(["TextView|What is new", f"Button|{label}"], {label: START})
    assert Activation(there).ib_key_state(within_s=0.2) == "Active for usr01"


@pytest.mark.parametrize(
    "page",
    [
        ["TextView|Sure?", "Button|OK", "Button|Close"],
        ["TextView|Your name", "EditText|", "Button|OK"],
        ["TextView|Sell everything?", "Button|Sell"],
    ],
)
def test_a_page_that_may_do_more_is_left_alone(page: list[str]) -> None:
    there = device(page, {"OK": START, "Sell": START, "Close": START})
    with pytest.raises(NotRecognised, match="start on android"):
        Activation(there).ib_key_state(within_s=0.2)
    assert there.driver.tapped == []


def test_a_message_that_nobody_knows_is_not_tapped_away() -> None:
    there = device(["TextView|Finished", "Button|OK"], {"OK": START})
    with pytest.raises(NotRecognised, match=r"activation\.confirmed"):
        Activation(there).activated(within_s=0.2)
    assert there.driver.tapped == []


def test_a_confirmation_is_known_by_what_the_article_says_of_it() -> None:
    there = device(["TextView|IB Key is yours now", "Button|DONE"])
    assert Activation(there).activated(within_s=0.1) == "IB Key is yours now"


FORM = ["TextView|Session ID", "Button|ACTIVATE"]


def test_an_error_may_be_worded_in_any_way_and_stand_anywhere() -> None:
    there = device(FORM, {"ACTIVATE": [*FORM, "TextView|That was nothing"]})
    Activation(there).submit()
    assert Activation(there).error(within_s=0.1) == "That was nothing"


def test_silence_is_no_error() -> None:
    there = device(FORM, {"ACTIVATE": FORM})
    Activation(there).submit()
    assert Activation(there).error(within_s=0.1) == ""
    assert Activation(there).activated(within_s=0.1) == ""


def test_authenticate_may_stand_behind_services() -> None:
    there = device(["TextView|Services", "Button|Log In"], {"Services": ["Button|Authenticate"]})
    assert ChallengeForm(there).control_shown("Authenticate", within_s=0.1)


@pytest.mark.parametrize("shown", ["12345678", "1234 5678", "1234-5678", "１２３４５６７８"])
def test_a_response_in_whatever_groups(shown: str) -> None:
    there = device(["TextView|Response String", f"TextView|{shown}"])
    sign = ANDROID["response"].forms[0].replace('.className("android.widget.TextView")', "")
    there = device(there.driver.page, response=[sign])
    assert ChallengeForm(there).response(within_s=0.1) == "12345678"


TITLE = "TextView|Response String|response_title"


@pytest.mark.parametrize("page", [[TITLE], [TITLE, "TextView||response_string"]])
def test_a_response_that_stays_empty_is_none(page: list[str]) -> None:
    assert ChallengeForm(device(page)).response(within_s=0.1) == ""


@pytest.mark.parametrize(
    "page", [[TITLE, "TextView|A to F|response_string"], ["TextView|Response String", "ImageView|"]]
)
def test_a_response_that_looks_otherwise_is_not_recognised(page: list[str]) -> None:
    with pytest.raises(NotRecognised, match="response on android"):
        ChallengeForm(device(page)).response(within_s=0.1)


def test_a_list_that_names_the_app_in_a_way_of_its_own() -> None:
    there = device(["TextView|IBKR Mobile: login request"])
    with pytest.raises(NotRecognised, match="notification on android"):
        NotificationList(there).count("IBKR Mobile", expected=1, within_s=0.1)


def test_an_empty_list_holds_no_notification() -> None:
    assert (
        NotificationList(device(["TextView|No notifications"])).count("IBKR Mobile", expected=1, within_s=0.1)
        == 0
    )


LOGIN = ["TextView|IBKR Mobile|app_name_text", "TextView|Login request|title"]
NEWS = ["TextView|IBKR Mobile|app_name_text", "TextView|Market close|title"]
SENDER = 'uiselector:new UiSelector().resourceId("atws.app:id/app_name_text").text("{app}")'


@pytest.mark.parametrize("page", [[*LOGIN, *NEWS], [*NEWS, *LOGIN], [*NEWS, *LOGIN, *NEWS]])
def test_other_notifications_of_the_app_are_not_those_of_logins(page: list[str]) -> None:
    there = device(page, notification=[SENDER])
    assert NotificationList(there).count("IBKR Mobile", expected=1, within_s=0.1) == 1
    NotificationList(there).tap("IBKR Mobile")
    assert there.driver.tapped == ["Login request"]


def test_two_notifications_of_logins_are_two() -> None:
    there = device([*LOGIN, *NEWS, *LOGIN], notification=[SENDER])
    assert NotificationList(there).count("IBKR Mobile", expected=1, within_s=0.1) == 2


def test_the_one_notification_there_is_may_be_worded_in_any_way() -> None:
    there = device(NEWS, notification=[SENDER])
    assert NotificationList(there).count("IBKR Mobile", expected=1, within_s=0.1) == 1


def test_whether_a_notification_too_many_is_of_a_login_is_not_known() -> None:
    with pytest.raises(NotRecognised, match=r"notification\.login"):
        NotificationList(device(NEWS, notification=[SENDER])).count("IBKR Mobile", expected=0, within_s=0)


def test_the_finger_may_be_asked_for_once_the_person_has_agreed() -> None:
    there = device(ASKING, {"Authorize": ["ImageView||biometric_icon"]})
    assert IbKey(there).asks_for(Proof.FINGERPRINT, within_s=0.1) is Proof.FINGERPRINT


def test_to_agree_is_no_proof() -> None:
    there = device(ASKING, {"Authorize": [*APPROVED, "TextView|Login authorized"]})
    assert IbKey(there).asks_for(Proof.FINGERPRINT, within_s=0.1) is Proof.NOTHING
