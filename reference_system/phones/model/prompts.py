"""What the system asks over everything else: a finger, a face, the lock passcode, a permission."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Literal

from reference_system.deviations import rule
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.widget import Action, Box, Field, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

if TYPE_CHECKING:
    from reference_system.phones.model.phone import Phone, Sensor

FAILURES_TO_FALLBACK: dict[str, int] = {"fingerprint": 5, "touch-id": 3, "face-id": 2}
"""Mismatches in one prompt after which the system gives up on the sensor, as Android and iOS do."""


@rule
def is_accepted(match: bool, _failures: int, /) -> bool:
    """Only a finger or a face that is enrolled passes, however many have failed in this prompt before."""
    return match


@is_accepted.deviation(
    "any-finger-or-face-passes",
    clauses=[
        "LOGIN-SEAMLESS-03c",
        "TOUCHID-03b",
        "FACEID-03b",
        "FACE-TOUCH-CHALLENGE-04a",
        "FACE-TOUCH-CHALLENGE-05a",
    ],
    breaks="a finger or a face that is not enrolled counts as the right one",
)
def _(_: bool, __: int) -> bool:
    return True


@is_accepted.deviation(
    "second-wrong-finger-passes",
    clauses=["LOGIN-SEAMLESS-03c", "TOUCHID-03b"],
    breaks="a finger that is not enrolled counts as the right one when it is tried again",
)
def _(match: bool, failures: int) -> bool:
    return match or failures > 0


@rule
def is_passcode(typed: str, right: str, /) -> bool:
    """The passcode of the screen lock is taken when every digit is right."""
    return typed == right


@is_passcode.deviation(
    "last-digit-of-the-passcode-ignored",
    clauses=["TOUCHID-03c", "FACEID-03c", "FACE-TOUCH-CHALLENGE-04b", "FACE-TOUCH-CHALLENGE-05b"],
    breaks="a passcode that is wrong in its last digit is taken for the right one",
)
def _(typed: str, right: str) -> bool:
    return typed[:-1] == right[:-1]


@is_passcode.deviation(
    "any-passcode-passes",
    clauses=["IOS-QR-10a"],
    breaks="a wrong passcode counts as the right one",
)
def _(_: str, __: str) -> bool:
    return True


class Prompt(Page):
    """A page of the system over the app in front."""

    activity = ""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone

    def says(self, key: str, **values: str) -> str:
        return say(SYSTEM, self.phone.locale, key, **values)

    def sense(self, match: bool) -> bool:
        """A finger on the sensor, or a face before it. False when the prompt does not ask for one."""
        return False

    @abstractmethod
    def cancel(self) -> None:
        """Taken away by the user, or by the app being left."""

    def back(self) -> bool:
        self.cancel()
        return True

    def close(self) -> None:
        self.phone.close_prompt(self)


class BiometricPrompt(Prompt):
    """Asks for a finger or a face.

    ``on_passed`` when the right one came, ``on_cancelled`` when the user gave up, ``on_locked_out`` when too
    many wrong ones came.
    """

    name: ClassVar[str] = "system.biometric"

    def __init__(
        self,
        phone: Phone,
        *,
        sensor: Sensor,
        app_title: str,
        reason: str,
        on_passed: Action,
        on_cancelled: Action,
        on_locked_out: Action,
    ) -> None:
        super().__init__(phone)
        self.sensor = sensor
        self.app_title = app_title
        self.reason = reason
        self.on_passed = on_passed
        self.on_cancelled = on_cancelled
        self.on_locked_out = on_locked_out
        self.failures = 0
        self.scanning = True

    def sense(self, match: bool) -> bool:
        phone = self.phone
        if not self.scanning or phone.sensor != self.sensor:
            return False
        if is_accepted(match and phone.enrolled, self.failures):
            phone.note("biometric accepted", sensor=self.sensor)
            self.close()
            self.on_passed()
            return True
        self.failures += 1
        phone.note("biometric not recognized", sensor=self.sensor)
        self.scanning = self.sensor != "face-id"  # Face ID looks again only when told to
        if self.failures >= FAILURES_TO_FALLBACK[self.sensor]:
            self.close()
            self.on_locked_out()
        phone.touch()
        return True

    def cancel(self) -> None:
        self.close()
        self.phone.note("biometric prompt cancelled", sensor=self.sensor)
        self.on_cancelled()

    def try_again(self) -> None:
        self.scanning = True
        self.phone.touch()

    def build(self) -> Widget:
        match self.sensor:
            case "touch-id":
                return self._touch_id()
            case "face-id":
                return self._face_id()
            case _:
                return self._fingerprint()

    def _fingerprint(self) -> Widget:
        status = self.says("fingerprint-again" if self.failures else "fingerprint-ask")
        system = "com.android.systemui:id/"
        sheet = kit.column(
            kit.label(self.says("fingerprint-title"), "title", f"{system}title"),
            kit.label(self.app_title, "body", f"{system}subtitle"),
            kit.label(self.reason, "note", f"{system}description"),
            kit.space(18),
            kit.centered(kit.picture("fingerprint", 68, ident=f"{system}biometric_icon", says=status)),
            kit.space(4),
            kit.label(status, "error-center" if self.failures else "note-center", f"{system}indicator"),
            kit.space(10),
            kit.button(self.says("cancel"), self.cancel, f"{system}button_negative", "system-plain-start"),
            gap=6,
            padding=(26, 24, 30, 24),
            style="sheet",
            ident=f"{system}panel",
        )
        return kit.column(sheet, style="scrim", box=Box(justify="end", padding=(0, 8, 28, 8)))

    def _alert(self, *parts: Widget, says: str) -> Widget:
        alert = kit.column(
            *parts,
            style="alert",
            kind=Kind.ALERT,
            box=Box(gap=6, padding=(20, 18, 10, 18), width=280),
        )
        alert.text = says
        return Widget(Kind.GROUP, style="scrim", box=Box(justify="center", align="center"), children=[alert])

    def _touch_id(self) -> Widget:
        title = (
            self.says("touch-id-again") if self.failures else self.says("touch-id-title", app=self.app_title)
        )
        return self._alert(
            kit.centered(kit.picture("touch-id", 52, says="Touch ID")),
            kit.label(title, "alert-title", "touch_id_title"),
            kit.label(self.says("touch-id-ask"), "alert-text", "touch_id_ask"),
            kit.label(self.reason, "alert-text", "touch_id_reason"),
            kit.divider(),
            kit.button(self.says("cancel"), self.cancel, "cancel", "system-plain"),
            says=self.says("touch-id-title", app=self.app_title),
        )

    def _face_id(self) -> Widget:
        if self.scanning:
            return self._alert(
                kit.centered(kit.picture("face-id", 64, says="Face ID")),
                kit.label(self.says("face-id-title"), "alert-title", "face_id_title"),
                kit.label(self.says("face-id-ask"), "alert-text", "face_id_ask"),
                kit.label(self.reason, "alert-text", "face_id_reason"),
                kit.divider(),
                kit.button(self.says("cancel"), self.cancel, "cancel", "system-plain"),
                says=self.says("face-id-title"),
            )
        return self._alert(
            kit.centered(kit.picture("face-id", 64, says="Face ID")),
            kit.label(self.says("face-not-recognized"), "alert-title", "face_id_title"),
            kit.divider(),
            kit.button(self.says("face-id-again"), self.try_again, "try_face_id_again", "system-plain"),
            kit.divider(),
            kit.button(self.says("cancel"), self.cancel, "cancel", "system-plain"),
            says=self.says("face-id-title"),
        )


def pad(phone: Phone, press: Callable[[str], None], *, erase: Action, cancel: Action | None) -> Widget:
    """The round number pad of lock screen and passcode prompt."""
    rows = [
        kit.row(
            *(_pad_key(digit, press) for digit in digits),
            box=Box(axis="row", gap=24, justify="center", height=76),
        )
        for digits in ("123", "456", "789")
    ]
    left = (
        Widget(
            Kind.BUTTON,
            say(SYSTEM, phone.locale, "cancel"),
            "cancel",
            style="pad-key-plain",
            on_tap=cancel,
            box=Box(width=76, height=76),
        )
        if cancel is not None
        else Widget(Kind.GROUP, box=Box(width=76, height=76))
    )
    right = Widget(
        Kind.BUTTON,
        say(SYSTEM, phone.locale, "delete"),
        "delete",
        style="pad-key-plain",
        on_tap=erase,
        box=Box(width=76, height=76),
    )
    rows.append(
        kit.row(left, _pad_key("0", press), right, box=Box(axis="row", gap=24, justify="center", height=76))
    )
    return kit.column(*rows, gap=14, ident="passcode_pad")


def _pad_key(digit: str, press: Callable[[str], None]) -> Widget:
    return Widget(
        Kind.BUTTON,
        digit,
        f"pad_{digit}",
        style="pad-key",
        on_tap=lambda: press(digit),
        box=Box(width=76, height=76),
    )


class PasscodePrompt(Prompt):
    """Asks for the screen-lock passcode; it is handed in by itself once it is long enough, or by return.

    After five wrong ones the phone takes none for a minute.
    """

    name: ClassVar[str] = "system.passcode"

    def __init__(
        self, phone: Phone, *, title: str, on_passed: Action, on_cancelled: Action, reason: str = ""
    ) -> None:
        super().__init__(phone)
        self.title = title
        self.reason = reason
        self.on_passed = on_passed
        self.on_cancelled = on_cancelled
        self.entry = Field(digits=phone.passcode.isdigit(), on_change=self._changed, on_submit=self._submit)
        self.wrong = False

    def _changed(self) -> None:
        if len(self.entry.text) == len(self.phone.passcode):
            self._submit()

    def _submit(self) -> None:
        typed = self.entry.text
        self.entry.text = ""
        if not typed:
            return
        if self.phone.check_passcode(typed):
            self.phone.note("passcode accepted")
            self.close()
            self.on_passed()
        else:
            self.phone.note("passcode refused")
            self.wrong = True
        self.phone.touch()

    def cancel(self) -> None:
        self.close()
        self.phone.note("passcode prompt cancelled")
        self.on_cancelled()

    def _press(self, digit: str) -> None:
        self.entry.type(digit)
        self.phone.touch()

    def _erase(self) -> None:
        self.entry.erase()
        self.phone.touch()

    def build(self) -> Widget:
        if self.phone.passcode_blocked:
            message = self.says("blocked")
        else:
            message = self.says("wrong-passcode") if self.wrong else self.reason
        entry = kit.field(
            self.entry,
            "Passcode field",
            secure=True,
            style="passcode-field",
            says=self.says("passcode-field"),
        )
        entry.box = Box(width=230)
        return kit.column(
            kit.centered(kit.picture("lock", 30), padding=(70, 0, 6, 0)),
            kit.label(self.title, "light-center", "passcode_title"),
            kit.label(message, "light-note", "passcode_message"),
            kit.space(8),
            kit.centered(entry),
            kit.space(20),
            pad(self.phone, self._press, erase=self._erase, cancel=self.cancel),
            gap=8,
            padding=kit.sides(0, 16),
            style="wallpaper-deep",
            ident="passcode_prompt",
        )


class PermissionPrompt(Prompt):
    """Asks whether an app may send notifications or use the camera; the answer is kept.

    Args:
        on_cancelled: It was left without an answer; without it that means no.
    """

    name: ClassVar[str] = "system.permission"

    def __init__(
        self,
        phone: Phone,
        *,
        app_title: str,
        on_answer: Callable[[bool], None],
        on_cancelled: Action | None = None,
        asks: Literal["notifications", "camera"] = "notifications",
    ) -> None:
        super().__init__(phone)
        self.app_title = app_title
        self.on_answer = on_answer
        self.on_cancelled = on_cancelled
        self.asks = asks

    def _answer(self, allowed: bool) -> None:
        self.close()
        self.on_answer(allowed)

    def cancel(self) -> None:
        if self.on_cancelled is None:
            self._answer(False)
        else:
            self.close()
            self.on_cancelled()

    def build(self) -> Widget:
        android = self.phone.surface == "android"
        ids = (
            {
                "title": "com.android.permissioncontroller:id/permission_message",
                "allow": "com.android.permissioncontroller:id/permission_allow_button",
                "deny": "com.android.permissioncontroller:id/permission_deny_button",
            }
            if android
            else {"title": "", "allow": "Allow", "deny": "Don’t Allow"}
        )
        key = f"allow-{self.asks}-ask"
        title = self.says(f"{key}-android" if android else key, app=self.app_title)
        alert = Widget(
            Kind.ALERT,
            title,
            style="alert",
            box=Box(gap=8, padding=(22, 18, 12, 18), width=290),
            children=[
                kit.label(title, "alert-title", ids["title"]),
                kit.label(self.says(f"allow-{self.asks}-text"), "alert-text"),
                kit.divider(),
                kit.button(self.says("dont-allow"), lambda: self._answer(False), ids["deny"], "system-plain"),
                kit.button(self.says("allow"), lambda: self._answer(True), ids["allow"], "system-plain"),
            ],
        )
        return Widget(Kind.GROUP, style="scrim", box=Box(justify="center", align="center"), children=[alert])
