"""The Apple ID: what proof of it the App Store asks for before a download, and how it asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

from reference_system.deviations import rule
from reference_system.phones.apps.stores.words import STORES
from reference_system.phones.model import kit
from reference_system.phones.model.prompts import BiometricPrompt, Prompt, Prompts
from reference_system.phones.model.widget import Action, Box, Field, Widget
from reference_system.phones.model.words import say

StoreProof = Literal["none", "password", "face-id", "touch-id"]
DEFAULT_PASSWORD = "Appl3-Id-Pass"


@dataclass(slots=True)
class AppleId:
    """Of the phone's owner.

    Attributes:
        proof: What is asked for; the password in place of a sensor that the phone does not have.
    """

    proof: StoreProof = "none"
    password: str = field(default=DEFAULT_PASSWORD, repr=False)


class DownloadPrompt(Prompt):
    """Asks for a proof before a download.

    Attributes:
        on_passed: Begins the download.
        failures: How many wrong ones were given.
    """

    on_passed: Action
    failures: int

    @rule
    def lets_download(self, right: bool, /) -> bool:
        """A download goes on only after the right password, finger or face."""
        return right

    @rule
    def given_up(self, /) -> None:
        """A cancelled request for a proof downloads nothing."""


@DownloadPrompt.lets_download.deviation(
    "download-goes-on-after-wrong-proof",
    clauses=["IOS-MANUAL-04c"],
    breaks="the App Store downloads although password, finger or face was wrong",
)
def _(_prompt: DownloadPrompt, _right: bool) -> bool:
    return True


@DownloadPrompt.lets_download.deviation(
    "download-goes-on-after-second-wrong-proof",
    clauses=["IOS-MANUAL-04c"],
    breaks="the App Store downloads when password or finger was wrong a second time",
)
def _(prompt: DownloadPrompt, right: bool) -> bool:
    return right or prompt.failures > 0


@DownloadPrompt.given_up.deviation(
    "download-goes-on-after-cancel",
    clauses=["IOS-MANUAL-04c"],
    breaks="the App Store downloads although the request for a proof was cancelled",
)
def _(prompt: DownloadPrompt) -> None:
    prompt.on_passed()


class StoreBiometricPrompt(DownloadPrompt, BiometricPrompt):
    """Asks for a finger or a face in the place of the Apple ID's password."""

    def sense(self, match: bool) -> bool:
        return super().sense(self.lets_download(match))


class AppleIdPrompt(DownloadPrompt):
    """Asks for the password of the Apple ID, until it is right or the user gives up."""

    name: ClassVar[str] = "system.apple-id"

    def __init__(self, prompts: Prompts, apple_id: AppleId, *, app_name: str, on_passed: Action) -> None:
        super().__init__(prompts)
        self._apple_id = apple_id
        self.app_name = app_name
        self.on_passed = on_passed
        self.password = Field(on_submit=self._sign_in)
        self.failures = 0

    def says(self, key: str, **values: str) -> str:
        return say(STORES, self.body.locale, key, **values)

    def _sign_in(self) -> None:
        typed = self.password.text
        self.password.text = ""
        if self.lets_download(typed == self._apple_id.password):
            self.body.note("apple id accepted")
            self.close()
            self.on_passed()
        else:
            self.body.note("apple id refused")
            self.failures += 1
        self.body.touch()

    def cancel(self) -> None:
        self.close()
        self.body.note("apple id prompt cancelled")
        self.given_up()

    def build(self) -> Widget:
        message = [kit.label(self.says("wrong-password"), "error-center", "apple_id_message")]
        sheet = kit.column(
            kit.label(self.says("apple-id"), "title-center", "apple_id_title"),
            kit.label(self.says("apple-id-ask", app=self.app_name), "note-center", "apple_id_ask"),
            kit.space(4),
            kit.field(
                self.password,
                "apple_id_password",
                self.says("password"),
                secure=True,
                style="system-field",
                says=self.says("password"),
            ),
            *(message if self.failures else []),
            kit.space(2),
            kit.button(self.says("sign-in"), self._sign_in, "sign_in", "system-filled"),
            kit.button(self.says("cancel"), self.cancel, "cancel", "system-plain"),
            gap=10,
            padding=(24, 24, 20, 24),
            style="sheet",
            ident="apple_id_prompt",
        )
        return kit.column(sheet, style="scrim", box=Box(justify="end", padding=(0, 8, 12, 8)))
