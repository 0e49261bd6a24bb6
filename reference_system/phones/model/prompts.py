"""What the system asks over everything else: which questions are open, and that for a finger or a face."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from reference_system.deviations import rule
from reference_system.phones.model import kit
from reference_system.phones.model.app import Page
from reference_system.phones.model.body import Body, Sensor
from reference_system.phones.model.keyboard import Keyboard
from reference_system.phones.model.widget import Action, Box, Kind, Widget
from reference_system.phones.model.words import SYSTEM, say

FAILURES_TO_FALLBACK: dict[str, int] = {"fingerprint": 5, "touch-id": 3, "face-id": 2}
"""Mismatches in one prompt after which the system gives up on the sensor, as Android and iOS do."""


class Prompts:
    """The questions that are open on one phone, the last one in front."""

    def __init__(self, body: Body, keyboard: Keyboard) -> None:
        self.body = body
        self._keyboard = keyboard
        self.open: list[Prompt] = []

    @property
    def front(self) -> Prompt | None:
        """The one to be answered first."""
        return self.open[-1] if self.open else None

    def show(self, prompt: Prompt) -> None:
        """Put a question over everything else."""
        self.open.append(prompt)
        self._keyboard.leave()
        self.body.touch()

    def close(self, prompt: Prompt) -> None:
        """Take it away, answered or not."""
        if prompt in self.open:
            self.open.remove(prompt)
        self.body.touch()

    def cancel(self) -> None:
        """All of them are left without an answer."""
        while self.open:
            self.open[-1].cancel()

    def drop(self) -> None:
        """All of them are gone, and nobody is told."""
        self.open = []


class Prompt(Page):
    """A page of the system over the app in front."""

    activity = ""

    def __init__(self, prompts: Prompts) -> None:
        self._prompts = prompts
        self.body = prompts.body

    def says(self, key: str, **values: str) -> str:
        return say(SYSTEM, self.body.locale, key, **values)

    def show(self) -> None:
        """Ask."""
        self._prompts.show(self)

    def close(self) -> None:
        """It was answered, or taken away."""
        self._prompts.close(self)

    def sense(self, match: bool) -> bool:
        """A finger on the sensor, or a face before it. False when the prompt does not ask for one."""
        return False

    @abstractmethod
    def cancel(self) -> None:
        """Taken away by the user, or by the app being left."""

    def back(self) -> bool:
        self.cancel()
        return True


class BiometricPrompt(Prompt):
    """Asks for a finger or a face.

    ``on_passed`` when the right one came, ``on_cancelled`` when the user gave up, ``on_locked_out`` when too
    many wrong ones came.
    """

    name: ClassVar[str] = "system.biometric"

    def __init__(
        self,
        prompts: Prompts,
        *,
        sensor: Sensor,
        app_title: str,
        reason: str,
        on_passed: Action,
        on_cancelled: Action,
        on_locked_out: Action,
    ) -> None:
        super().__init__(prompts)
        self.sensor = sensor
        self.app_title = app_title
        self.reason = reason
        self.on_passed = on_passed
        self.on_cancelled = on_cancelled
        self.on_locked_out = on_locked_out
        self.failures = 0
        self.scanning = True

    @rule
    def accepts(self, match: bool, /) -> bool:
        """Only a finger or a face that is enrolled passes, however many have failed in this prompt before."""
        return match

    def sense(self, match: bool) -> bool:
        body = self.body
        if not self.scanning or body.sensor != self.sensor:
            return False
        if self.accepts(match and body.enrolled):
            body.note("biometric accepted", sensor=self.sensor)
            self.close()
            self.on_passed()
            return True
        self.failures += 1
        body.note("biometric not recognized", sensor=self.sensor)
        self.scanning = self.sensor != "face-id"  # Face ID looks again only when told to
        if self.failures >= FAILURES_TO_FALLBACK[self.sensor]:
            self.close()
            self.on_locked_out()
        body.touch()
        return True

    def cancel(self) -> None:
        self.close()
        self.body.note("biometric prompt cancelled", sensor=self.sensor)
        self.on_cancelled()

    def try_again(self) -> None:
        self.scanning = True
        self.body.touch()

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


@BiometricPrompt.accepts.deviation(
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
def _(_prompt: BiometricPrompt, _match: bool) -> bool:
    return True


@BiometricPrompt.accepts.deviation(
    "second-wrong-finger-passes",
    clauses=["LOGIN-SEAMLESS-03c", "TOUCHID-03b"],
    breaks="a finger that is not enrolled counts as the right one when it is tried again",
)
def _(prompt: BiometricPrompt, match: bool) -> bool:
    return match or prompt.failures > 0
