"""The security element: what the app asks for before it approves a login or makes a response."""

from __future__ import annotations

from typing import Literal

from reference_system.deviations import rule
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.words import IBKR
from reference_system.phones.model.passcode_prompt import PasscodePrompt
from reference_system.phones.model.phone import Phone
from reference_system.phones.model.prompts import BiometricPrompt
from reference_system.phones.model.widget import Action
from reference_system.phones.model.words import say

Element = Literal["fingerprint", "touch-id", "face-id", "passcode", "pin", "nothing"]


def _by_hardware(phone: Phone) -> Element:
    if phone.biometrics_active and phone.sensor != "none":
        return phone.sensor
    return "pin" if phone.surface == "android" else "passcode"


@rule
def element_for_approval(phone: Phone) -> Element:
    """Fingerprint, Touch ID or Face ID where active; otherwise PIN (Android) or lock passcode (iPhone)."""
    return _by_hardware(phone)


@element_for_approval.deviation(
    "fingerprint-asked-without-sensor",
    clauses=["LOGIN-SEAMLESS-03b"],
    breaks="a phone without a fingerprint sensor is asked for a fingerprint and cannot go on",
)
def _(phone: Phone) -> Element:
    return "fingerprint" if phone.surface == "android" else _by_hardware(phone)


@element_for_approval.deviation(
    "approval-without-proof-when-biometrics-off",
    clauses=["TOUCHID-03c", "FACEID-03c"],
    breaks="with Touch ID or Face ID off, Authorize approves a login with no proof at all",
)
def _(phone: Phone) -> Element:
    asked = _by_hardware(phone)
    return "nothing" if asked == "passcode" else asked


@element_for_approval.deviation(
    "approval-asks-for-the-lock-of-the-phone",
    clauses=["LOGIN-SEAMLESS-03b"],
    breaks="an Android phone without a fingerprint asks for its screen lock instead of the PIN of IB Key",
)
def _(phone: Phone) -> Element:
    asked = _by_hardware(phone)
    return "passcode" if asked == "pin" else asked


@element_for_approval.deviation(
    "approval-asks-for-a-secret-of-the-app",
    clauses=["TOUCHID-03c", "FACEID-03c"],
    breaks="with Touch ID or Face ID off, the app asks for a PIN of its own instead of the lock passcode",
)
def _(phone: Phone) -> Element:
    asked = _by_hardware(phone)
    return "pin" if asked == "passcode" else asked


@rule
def element_for_response(phone: Phone, /) -> Element:
    """Touch ID or Face ID where active, otherwise the lock passcode; on Android the PIN is in the form."""
    return "nothing" if phone.surface == "android" else _by_hardware(phone)


@element_for_response.deviation(
    "response-without-proof",
    clauses=["FACE-TOUCH-CHALLENGE-04a", "FACE-TOUCH-CHALLENGE-05a"],
    breaks="the response is shown before any finger or face was verified",
)
def _(_: Phone) -> Element:
    return "nothing"


@element_for_response.deviation(
    "response-without-proof-when-biometrics-off",
    clauses=["FACE-TOUCH-CHALLENGE-04b", "FACE-TOUCH-CHALLENGE-05b"],
    breaks="with Touch ID or Face ID off, the response is shown with no proof at all",
)
def _(phone: Phone) -> Element:
    asked = _by_hardware(phone)
    return "nothing" if asked in ("passcode", "pin") else asked


@element_for_response.deviation(
    "face-id-phone-asks-for-finger",
    clauses=["FACE-TOUCH-CHALLENGE-04d"],
    breaks="a Face ID phone waits for a finger on a Home button that it does not have",
)
def _(phone: Phone) -> Element:
    asked = element_for_response.original(phone)
    return "touch-id" if asked == "face-id" else asked


@rule
def element_for_activation(phone: Phone, /) -> Element:
    """What the phone is unlocked with: Touch ID or Face ID where active, otherwise its passcode."""
    return _by_hardware(phone)


@element_for_activation.deviation(
    "activation-without-proof",
    clauses=["IOS-QR-10a"],
    breaks="a scanned code activates IB Key without any proof of the phone's owner",
)
def _(_: Phone) -> Element:
    return "nothing"


@rule
def passcode_activates() -> bool:
    """The passcode is as good as a finger or a face on a phone that is unlocked with it."""
    return True


@passcode_activates.deviation(
    "activation-insists-on-biometrics",
    clauses=["IOS-QR-10b"],
    breaks="a phone with only a passcode is told to set up Face ID or Touch ID and cannot activate",
)
def _() -> bool:
    return False


def ask(
    app: IbkrApp,
    element: Element,
    *,
    reason: str,
    on_proved: Action,
    on_failed: Action,
    on_locked_out: Action | None = None,
) -> None:
    """Ask the system to verify the user.

    Args:
        element: Anything but ``"pin"``, for which the app has a field of its own.
        on_failed: The user gave up, or cannot be verified.
        on_locked_out: Too many wrong fingers or faces; without it the passcode is asked for, as iOS does.
    """
    phone = app.phone

    def ask_passcode() -> None:
        if not phone.passcode.text:
            app.message = say(IBKR, app.locale, "no-lock")
            on_failed()
            return
        PasscodePrompt(
            phone.prompts,
            phone.passcode,
            title=say(IBKR, app.locale, "passcode-title", app=app.title),
            reason=reason,
            on_passed=on_proved,
            on_cancelled=on_failed,
        ).show()

    match element:
        case "nothing":
            on_proved()
        case "pin":
            raise ValueError("the PIN is typed into the app's own field")
        case "passcode":
            ask_passcode()
        case _:
            BiometricPrompt(
                phone.prompts,
                sensor=element,
                app_title=app.title,
                reason=reason,
                on_passed=on_proved,
                on_cancelled=on_failed,
                on_locked_out=on_locked_out or ask_passcode,
            ).show()
