"""What the activation pages share: handing in a code, and what is said when it comes to nothing."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from reference_system.deviations import rule
from reference_system.ib_key.wire import ActivationRefused, ActivationRequest, IbKeyInstance
from reference_system.phones.apps.ibkr.app import IbkrApp
from reference_system.phones.apps.ibkr.outcome import OutcomePage
from reference_system.phones.apps.ibkr.page import IbkrPage
from reference_system.phones.model import kit
from reference_system.phones.model.network import NoAnswer
from reference_system.phones.model.widget import Scroll, Widget


@rule
def activate(app: IbkrApp, code: str, secret: str, /) -> ActivationRefused | None:
    """Have the server activate IB Key and keep what it answers; None when it is active.

    Raises: NoAnswer.
    """
    phone = app.phone
    request = ActivationRequest(code, app.installation, phone.surface, secret)
    answer = phone.network.request(lambda: phone.server.activate(request))
    if isinstance(answer, ActivationRefused):
        phone.note("activation refused", cause=answer)
        return answer
    app.hold(answer, secret)
    phone.server.activated(answer.instance_id)
    phone.note("IB Key activated", username=answer.username)
    return None


@activate.deviation(
    "success-without-activation",
    clauses=["IOS-MANUAL-09a", "AND-MANUAL-09a", "AND-QR-11a", "IOS-QR-11a"],
    breaks="success is shown, and the server was never asked to activate anything",
)
def _(app: IbkrApp, _code: str, secret: str) -> ActivationRefused | None:
    app.hold(IbKeyInstance("nobody's", "IBKR", b"never sent to anyone"), secret)
    return None


@activate.deviation(
    "refused-activation-empties-the-app",
    clauses=["AND-MANUAL-F14-01", "AND-QR-F14-01", "IOS-QR-F14-01"],
    breaks="a refused activation takes the active IB Key off the phone",
)
def _(app: IbkrApp, code: str, secret: str) -> ActivationRefused | None:
    refused = activate.original(app, code, secret)
    if refused is not None:
        app.keys.clear()
    return refused


class ActivationPage(IbkrPage):
    """A page that hands in a code.

    Attributes:
        done: Key of the label of the button that ends the procedure.
    """

    activity = ".IbKeyActivity"
    done: ClassVar[str] = "done-capitals"

    def __init__(self, app: IbkrApp) -> None:
        super().__init__(app)
        self.scroll = Scroll()
        self._problem: tuple[str, str] | None = None

    @abstractmethod
    def again(self) -> ActivationPage:
        """The page as it is at the beginning."""

    def hand_in(self, code: str, secret: str) -> ActivationRefused | None:
        """Activate, and show what became of it. Returns: why the server refused, if it did."""
        try:
            refused = activate(self.app, code, secret)
        except NoAnswer:
            self.tell("network_error", self.says("no-network-now"))
            return None
        if refused is None:
            self.app.replace(ActivatedPage(self.app, self))
        else:
            self.tell(f"{refused}_error", self.says(f"{refused}-error"))
        return refused

    def tell(self, ident: str, what: str) -> None:
        """Say what is wrong, where it is seen at once: on top, with no keyboard in the way."""
        self._problem = ident, what
        self.scroll.offset = 0
        self.phone.keyboard.hide()
        self.phone.touch()

    def settle(self) -> None:
        """What was wrong is wrong no more."""
        self._problem = None

    @property
    def problem(self) -> list[Widget]:
        """What is wrong, and what to do about a refused activation."""
        if self._problem is None:
            return []
        ident, what = self._problem
        parts = [kit.label(what, "error", ident)]
        if ident == "activation_error":
            parts += [
                kit.label(self.says(f"activation-error-{part}"), "note", f"activation_error_{part}")
                for part in ("check", "remedy")
            ]
        return [kit.card(*parts, style="card-tinted")]


@rule
def leave_activation(done: ActivationPage, /) -> None:
    """The button at the end leads out of the activation, to the start page."""
    done.app.restart_at(done.app.first_page())


@leave_activation.deviation(
    "done-leads-back-to-activation",
    clauses=["IOS-MANUAL-09b", "AND-MANUAL-09b", "AND-QR-11b", "IOS-QR-11b"],
    breaks="the button at the end opens the activation form again",
)
def _(done: ActivationPage) -> None:
    done.app.restart_at(done.app.first_page(), done.again())


class ActivatedPage(OutcomePage):
    """IB Key is active."""

    name: ClassVar[str] = "ibkr.activated"
    picture = "check"
    words = "activated"
    result = "activation_result"

    def __init__(self, app: IbkrApp, by: ActivationPage) -> None:
        super().__init__(app)
        self._by = by
        self.done = by.done

    def on_done(self) -> None:
        leave_activation(self._by)
