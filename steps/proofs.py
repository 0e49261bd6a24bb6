"""What a person gives when asked who they are: a finger, a face, a PIN, a passcode, or something like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from harness.errors import NotArranged
from harness.neighbours import neighbours, other_cases
from harness.sessions.device import Device
from harness.targets.needs import Capability
from harness.targets.system import User
from harness.words import Words
from pages.phone.ib_key import IbKey
from pages.phone.prompts import Element

AGAIN_AND_AGAIN = 6
"""Wrong fingers in a row; the systems end their question sooner."""


@dataclass(frozen=True)
class Proof:
    """Something that is given to a phone.

    Attributes:
        words: As features call it.
        needs: What it takes to give it, besides the phone.
    """

    words: str
    give: Callable[[Device, User], None] = field(repr=False)
    needs: tuple[Capability, ...] = ()

    def __str__(self) -> str:
        return self.words


def pin_of(user: User) -> str:
    """The user's PIN. Raises: NotArranged, where none was made."""
    if user.pin is None:
        raise NotArranged("the user has no PIN: their IB Key is not on Android")
    return user.pin


TYPED: Words[Callable[[str], str]] = Words("PIN to type", {"the right": str, "an empty": lambda _: ""})
"""What is typed instead of a PIN, by the words before ``PIN``."""


def wrong_pins(right: str) -> list[str]:
    """All that an exact check of a PIN refuses: its neighbours, and capitals for small letters."""
    return [one.value for one in (*neighbours(right), *other_cases(right))]


def _sense(phone: Device, _: User, *, match: bool) -> None:
    phone.present(match=match)


def _sense_again(phone: Device, _: User) -> None:
    """Until the phone asks for a finger no more: what follows then, no article says."""
    prompt = IbKey(phone).prompt
    for _time in range(AGAIN_AND_AGAIN):
        phone.present(match=False)
        if prompt.asked() not in (Element.FINGERPRINT, Element.TOUCH_ID):
            break


def _type_pin(phone: Device, user: User, *, typed: Callable[[str], str]) -> None:
    IbKey(phone).enter_pin(typed(pin_of(user)))


def _type_wrong_pins(phone: Device, user: User) -> None:
    """One after the other as long as it asks for one: what follows a wrong PIN, no article says."""
    ib_key = IbKey(phone)
    for wrong in wrong_pins(pin_of(user)):
        ib_key.enter_pin(wrong)
        if ib_key.asks_for(Element.PIN, within_s=phone.patience.shown_s) is not Element.PIN:
            break


def _type_passcode(phone: Device, _: User) -> None:
    IbKey(phone).prompt.enter_passcode(phone.lock.passcode)


def _type_wrong_passcodes(phone: Device, _: User) -> None:
    """Those of the right length, which hand themselves in, as long as the phone asks for one."""
    prompt, right = IbKey(phone).prompt, phone.lock.passcode
    for wrong in neighbours(right):
        if len(wrong.value) == len(right):
            prompt.enter_passcode(wrong.value)
            if not prompt.asks_for(Element.PASSCODE, within_s=phone.patience.shown_s):
                break


def _cancel(phone: Device, _: User) -> None:
    IbKey(phone).prompt.cancel()


_SENSOR, _PASSCODE = (Capability("biometrics"),), (Capability("device-passcode"),)

PROOFS = Words(
    "proof",
    {
        proof.words: proof
        for proof in (
            Proof("the enrolled finger", partial(_sense, match=True), _SENSOR),
            Proof("a finger that is not enrolled, again and again", _sense_again, _SENSOR),
            Proof("the matching face", partial(_sense, match=True), _SENSOR),
            Proof("another face", partial(_sense, match=False), _SENSOR),
            *(Proof(f"{which} PIN", partial(_type_pin, typed=typed)) for which, typed in TYPED.items()),
            Proof("one wrong PIN after the other", _type_wrong_pins),
            Proof("the right passcode", _type_passcode, _PASSCODE),
            Proof("one wrong passcode after the other", _type_wrong_passcodes, _PASSCODE),
            Proof("nothing, cancelling the prompt", _cancel),
        )
    },
)
