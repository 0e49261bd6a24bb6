"""The server side of IB Key, as the phones reach it: `reference_system.ib_key.wire.IbKeyServer`."""

from __future__ import annotations

from reference_system.authority.activation import Activations
from reference_system.authority.factors.ib_key import CHALLENGE, IbKey
from reference_system.authority.happenings import ApprovalRefused
from reference_system.authority.means import Means
from reference_system.authority.store import Login, LoginState
from reference_system.authority.surfaces import PROGRAMS
from reference_system.authority.users import Users
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, IbKeyInstance, PendingLogin


class IbKeyServer:
    """Takes approvals and denials of the logins that wait for an IB Key, and activates new ones."""

    def __init__(self, means: Means, users: Users, activations: Activations) -> None:
        self._book = means.logins
        self._journal = means.journal
        self._happenings = means.happenings
        self._users = users
        self._activations = activations

    def pending(self, instance_id: str) -> list[PendingLogin]:
        """The logins that wait for this IB Key, the newest first."""
        return [
            PendingLogin(
                login.login_id, login.username, PROGRAMS[login.surface], login.kept[CHALLENGE], login.started
            )
            for login in self._book.waiting_for(instance_id)
        ]

    def approve(self, instance_id: str, login_id: str, proof: str) -> bool:
        """Take the phone's proof, 8 digits; False when it is wrong, or the login waits no more."""
        login = self._waiting(instance_id, login_id)
        if login is None or not isinstance(login.factor, IbKey):
            self._journal.record("authority", "approval of no waiting login refused", instance=instance_id)
            return False
        if self._users.locked_until(login.user) is not None:
            self._note("approval for a locked user refused", login)
            return False
        if not login.factor.approves(proof, login):
            self._happenings.tell(ApprovalRefused(login))
            return False
        self._book.settle(login, LoginState.APPROVED, by="approval")
        return True

    def refuse(self, instance_id: str, login_id: str) -> None:
        """The user denied the login on the phone."""
        login = self._waiting(instance_id, login_id)
        if login is not None:
            self._book.settle(login, LoginState.REFUSED, by="phone")

    def activate(self, request: ActivationRequest) -> IbKeyInstance | ActivationRefused:
        """Make an IB Key for the user whom the code was shown to: `Activations.activate`."""
        return self._activations.activate(request)

    def activated(self, instance_id: str) -> None:
        """The phone has got its IB Key: `Activations.activated`."""
        self._activations.activated(instance_id)

    def _waiting(self, instance_id: str, login_id: str) -> Login | None:
        login = self._book.find(login_id)
        waits = login is not None and login.state == LoginState.WAITING and login.factor_id == instance_id
        return login if waits else None

    def _note(self, what: str, login: Login) -> None:
        self._journal.record("authority", what, username=login.username, login=login.number)
