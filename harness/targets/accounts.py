"""The accounts of a deployed system: handed out one to a scenario, and kept from being locked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from harness.errors import HarnessError
from harness.patience import Patience
from harness.people import Person
from harness.secrets import register
from harness.targets.file import Account, TargetFile, secret
from harness.targets.ledger import Ledger
from harness.targets.state import alone
from harness.targets.system import SecondFactor, User
from harness.verdicts.judge import NotVerified


class AccountRefused(HarnessError):
    """The system does not take an account's own credentials; nothing more is tried with it in this run."""

    def __init__(self, second_factor: SecondFactor) -> None:
        super().__init__(
            f"the system refused the own credentials of the account with second factor {second_factor}: "
            "look at them, and whether it is locked; it is not used any more in this run"
        )


class Deposit:
    """A login that has been written down and is on its way; told how it went as far as it is seen.

    Args:
        charge: What it is called in the ledger; None where it is known to be right.
        own: It is submitted with the account's own credentials.
    """

    def __init__(self, ledger: Ledger, charge: str | None, *, own: bool, left_for_s: float) -> None:
        self._ledger, self._charge, self._own, self._left_for_s = ledger, charge, own, left_for_s
        self._accepted = False

    def accepted(self) -> None:
        """It goes on: to the second factor, or to an open session."""
        self._accepted = True
        if self._charge is not None:
            self._ledger.strike(self._charge)
            self._charge = None
        if self._own:
            self._ledger.prove()

    def opened(self) -> None:
        """It has opened a session."""
        self.accepted()
        self._ledger.opened()

    def refused(self) -> None:
        """It was refused; one that was accepted before has ended in another way."""
        if self._own and not self._accepted:
            self._ledger.refuse()

    def left(self) -> None:
        """Nobody looks at it any more, and it may wait for the phone."""
        self._ledger.leave(self._left_for_s)


@dataclass(frozen=True)
class _Known:
    """An account with what its references lead to."""

    account: Account
    user: User
    ledger: Ledger


class DeployedAccounts:
    """The accounts of the file, and the audit of all logins."""

    def __init__(self, file: TargetFile, system: str, patience: Patience) -> None:
        self._system = system
        self._limit, self._patience = file.limits.failed_logins_per_account, patience
        self._secret_names = not file.show_account_names
        self._known = [self._look_up(account, system) for account in file.accounts]
        self._handed_out: list[_Known] = []
        self._held = ExitStack()
        self._left_for_s = 0.0

    def _look_up(self, account: Account, system: str) -> _Known:
        username = secret(account.username)
        self.typed(username)
        pin = None if account.pin is None else secret(account.pin)
        user = User(username, secret(account.password), account.second_factor, pin)
        return _Known(account, user, Ledger(system, username))

    def has(self, second_factor: SecondFactor) -> bool:
        return any(known.user.second_factor == second_factor for known in self._known)

    def allows(self, failures: int) -> bool:
        return failures <= self._limit

    def user(self, second_factor: SecondFactor, person: Person | None = None) -> User:
        """The first account with this second factor, whoever was wished for; nobody else has it meanwhile."""
        known = next((one for one in self._known if one.user.second_factor == second_factor), None)
        if known is None:
            raise NotVerified((), f"the target file has no account with second factor {second_factor}")
        if known not in self._handed_out:
            told = f"the account with second factor {second_factor}"
            parts = ("account", self._system, known.user.username)
            self._held.enter_context(alone(told, *parts, within_s=self._patience.turn_s))
            self._handed_out.append(known)
            self._left_for_s = max(self._left_for_s, known.ledger.left_for_s)
        if known.ledger.refused:
            raise AccountRefused(second_factor)
        return known.user

    # --- for one scenario

    def begin(self, held: ExitStack) -> None:
        """A scenario begins; what it is handed out, it has until ``held`` is closed."""
        self._handed_out, self._held, self._left_for_s = [], held, 0.0

    def unproved(self) -> list[User]:
        """Those handed out whose own credentials nobody has seen accepted or refused in this run."""
        return [one.user for one in self._handed_out if not one.ledger.proved and not one.ledger.refused]

    def unproved_doubts(self) -> Iterator[str]:
        """Why neither an acceptance nor a refusal says anything."""
        for one in self._handed_out:
            whose = f"of the account with second factor {one.user.second_factor}"
            if one.ledger.refused:
                yield f"the own credentials {whose} were refused"
            elif not one.ledger.proved:
                yield f"the own credentials {whose} were not seen to be accepted in this run"

    def leftovers(self) -> Iterator[str]:
        """What was there before the scenario began."""
        if self._left_for_s:
            alone = f"run it by itself in {self._left_for_s:.0f} s"
            yield f"a login of before may still have been waiting for the phone ({alone})"

    # --- the audit

    def typed(self, username: str) -> None:
        if self._secret_names:
            for spelt in (username, username.lower(), username.upper(), username.capitalize()):
                register(spelt)

    def submits(self, username: str, password: str) -> Deposit | None:
        for known in self._of(username):
            own = (username, password) == (known.user.username, known.user.password)
            if own and known.ledger.refused:
                raise AccountRefused(known.user.second_factor)
            charge = None if own and known.ledger.proved else self._charged(known)
            return self._deposit(known, charge, own=own)
        return None

    def responds(self, username: str) -> Deposit | None:
        for known in self._of(username):
            return self._deposit(known, self._charged(known), own=False)
        return None

    def _of(self, username: str) -> Iterable[_Known]:
        """Whose login this may be: a system that ignores case would look up the same account."""
        return [one for one in self._known if one.user.username.casefold() == username.casefold()][:1]

    def _charged(self, known: _Known) -> str:
        charge = known.ledger.charge(self._limit)
        if charge is None:
            raise NotVerified(
                (),
                f"limits.failed_logins_per_account = {self._limit} is used up for the account with second "
                f"factor {known.user.second_factor}: so many logins of the last 24 hours failed, or were not "
                "seen to be accepted",
            )
        return charge

    def _deposit(self, known: _Known, charge: str | None, *, own: bool) -> Deposit:
        waits = known.user.second_factor != "none"
        left_for_s = self._patience.login_s if waits else 0.0
        return Deposit(known.ledger, charge, own=own, left_for_s=left_for_s)
