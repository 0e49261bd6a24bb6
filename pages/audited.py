"""A login surface whose every attempt is told to the audit of a real system's accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from harness.targets.system import Language, LoginAudit, Submission
from pages.login import LoginSurface, Stage


class AuditedLogin:
    """``login`` as it is; a login is told before it is submitted, and again when its outcome is seen.

    What only one surface has, such as the activation in Client Portal, is that surface's own.
    """

    def __init__(self, login: LoginSurface, audit: LoginAudit) -> None:
        self._login, self._audit = login, audit
        self.name, self.patience = login.name, login.patience
        self.keeps_own_time = login.keeps_own_time
        self._username, self._password = "", ""
        self._submission: Submission | None = None
        self._accepted_at: tuple[Stage, ...] = ()
        self._typed = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._login, name)

    def leave(self) -> None:
        """Nobody looks at this login any more."""
        if self._submission is not None:
            self._submission.left()
            self._submission = None

    # --- what submits

    def open(self) -> None:
        self.leave()
        self._typed = False
        self._login.open()

    def enter_username(self, username: str) -> None:
        self._audit.typed(username)
        self._username, self._typed = username, True
        self._login.enter_username(username)

    def enter_password(self, password: str) -> None:
        self._password, self._typed = password, True
        self._login.enter_password(password)

    def log_in(self) -> None:
        self._submit(self._login.log_in)

    def click(self, label: str) -> None:
        """Whatever is clicked below typed credentials may submit them."""
        if self._typed:
            self._submit(lambda: self._login.click(label))
        else:
            self._login.click(label)

    def _submit(self, press: Callable[[], None]) -> None:
        self._submission = self._audit.submits(self._username, self._password)
        self._accepted_at = ("waiting", "challenge")
        self._typed = False
        press()

    def confirm_response(self) -> None:
        self.leave()
        self._submission = self._audit.responds(self._username)
        self._accepted_at = ()
        self._login.confirm_response()

    # --- what shows the outcome

    def stage(self, expected: Stage, *, within_s: float) -> Stage:
        stage = self._login.stage(expected, within_s=within_s)
        if self._submission is not None:
            if stage == "open":
                self._submission.opened()
                self._submission = None
            elif stage in self._accepted_at:
                self._submission.accepted()
        return stage

    def error(self, *, within_s: float) -> str:
        error = self._login.error(within_s=within_s)
        if error and self._submission is not None:
            self._submission.refused()
            self._submission = None
        return error

    def session_user(self) -> str | None:
        return self._login.session_user()

    def mentions(self, text: str) -> bool:
        return self._login.mentions(text)

    def astray(self) -> str:
        return self._login.astray()

    def seen(self) -> str:
        return self._login.seen()

    def ask_for_challenge(self) -> str:
        return self._login.ask_for_challenge()

    def challenge(self, *, within_s: float) -> str:
        return self._login.challenge(within_s=within_s)

    def submitted(self, *, within_s: float) -> bool:
        return self._login.submitted(within_s=within_s)

    def log_out(self) -> None:
        self._login.log_out()

    def language(self) -> Language | None:
        return self._login.language()

    def takes_username(self) -> bool:
        return self._login.takes_username()

    def control_shown(self, label: str, *, within_s: float) -> bool:
        return self._login.control_shown(label, within_s=within_s)

    def enter_response(self, response: str) -> None:
        self._login.enter_response(response)

    def response_box(self) -> str | None:
        return self._login.response_box()
