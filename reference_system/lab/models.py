"""Bodies of the lab's requests and answers. Unknown keys are refused by name."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from reference_system.authority.factors.kinds import KINDS

SecondFactor = Annotated[str, Field(max_length=100, json_schema_extra={"enum": ["none", *KINDS]})]
Locale = Literal["en", "zh-Hant"]
Permission = Literal["ask", "granted", "denied"]
Lens = Literal["rear", "front"]

Text = Annotated[str, Field(max_length=1000)]
"""What a person types or reads. The limit keeps out half characters, too, which nothing can store or draw."""


class Body(BaseModel):
    # Strict: 0 is not false, and true is not a number of seconds.
    model_config = ConfigDict(extra="forbid", strict=True)


class Problem(Body):
    """Why a request was refused."""

    error: str = Field(
        description="A short name: unauthorized, invalid, not-found, unknown-deviation, bad-picture."
    )
    message: str = Field(description="What was wrong, for a person; names the key.")


class Done(Body):
    """It was done."""

    ok: bool = True


class Nothing(Body):
    """No arguments."""


class Event(Body):
    """One thing that happened; without secrets."""

    at: datetime = Field(description="By the lab's clock.")
    source: str = Field(description="authority, portal, push, support, lab, android or iphone.")
    what: str
    details: dict[str, str]


class Advance(Body):
    """How far to move the clock."""

    advance_s: Annotated[float, Field(ge=0, allow_inf_nan=False, description="Seconds, forward.")]


class Now(Body):
    """The lab's time."""

    now: datetime


class Drained(Now):
    """The lab's time, and how far it was moved."""

    moved_s: float = Field(description="Seconds; less than asked for where something fell due before.")


class GatewaySettings(Body):
    """How the Client Portal Gateway behaves after a login; a reset makes it ``by-itself`` again."""

    authenticates: Literal["by-itself", "when-asked"] = Field(
        description=(
            "Whether its session becomes authenticated a second after the login, by the lab's clock, or only "
            "by a call of ssodh/init or reauthenticate. The real one does either."
        )
    )


class DeviationEntry(Body):
    """A breach that the system can be told to commit."""

    name: str
    clauses: list[str] = Field(description="Ids of the clauses it breaks.")
    breaks: str = Field(description="What is broken, in words.")
    kind: str = Field(description="What goes wrong, whatever the rule; of a single deviation its name.")
    on: bool


class FewKinds(Body):
    """A clause of which fewer than three kinds of breach are known."""

    clause: str
    why: str


class VariationEntry(Body):
    """Another way to be correct that the system can be told to take."""

    name: str
    clauses: list[str] = Field(description="Ids of the clauses whose scenarios could be misled by it.")
    differs: str = Field(description="What is otherwise, in words.")
    permitted: str = Field(description="Why the articles permit it.")
    on: bool


class Names(Body):
    """Exactly these deviations and variations are to be in force; an empty list restores what is usual."""

    names: list[Text]


class NewUser(Body):
    """A user to create; what is left out is made up."""

    second_factor: SecondFactor | list[SecondFactor] = Field(
        description="A list of two makes the portal ask which device to use."
    )
    username: Text | None = Field(None, description="Lower-case letters and digits.")
    password: Text | None = Field(None, repr=False)
    pin: Text | None = Field(None, description="IB Key PIN on Android, 4 to 6 characters.", repr=False)
    zeros: bool = Field(
        False, description="The first challenge to its IB Keys, and the response to that, begin with zeros."
    )
    paper: bool = Field(False, description="A Paper Trading user, who has no live account.")
    region: Text = "Asia Pacific"
    name: Text = Field("", description="As Client Portal greets the user.")
    telephone: Text = ""


class CreatedUser(Body):
    """A user as created, with what is needed to log in."""

    username: str
    password: str = Field(repr=False)
    second_factor: SecondFactor | list[SecondFactor]
    phone: str | None = Field(description="Surface of the phone that holds the IB Key.")
    region: str = Field(description="Of the service center that helps the user.")
    pin: str | None = Field(
        description="IB Key PIN; null where the phone keeps a secret of its own.", repr=False
    )
    in_hand: dict[str, dict[str, str]] = Field(
        description="What the user knows of each second factor, or holds in the hand.", repr=False
    )


class UserState(Body):
    """How a user stands."""

    username: str
    name: str
    telephone: str
    second_factor: SecondFactor | list[SecondFactor]
    active_on: list[Literal["android", "iphone"]] = Field(
        description="Kinds of phone on which the server holds an active IB Key of the user."
    )
    failures: int = Field(description="Consecutive failed logins that still count together.")
    locked_until: datetime | None


class Size(Body):
    """Of a phone's glass, in points; a reset brings back the phone's own."""

    width: int = Field(description="320 to 600.")
    height: int = Field(description="568 to 1200.")


class PhoneState(Body):
    """How a phone is set up."""

    surface: str
    locale: Locale
    sensor: str
    enrolled: bool = Field(description="The owner's finger or face is enrolled.")
    passcode: str = Field(description="Of the screen lock; empty: none.", repr=False)
    locked: bool
    network: str
    notifications: bool = Field(description="Notifications of IBKR Mobile are allowed.")
    ibkr_mobile: bool = Field(description="IBKR Mobile is installed.")
    camera_scans_qr: bool = Field(description='The settings\' switch "Scan QR codes".')
    camera_permission: Permission = Field(description="Whether IBKR Mobile may use the camera.")
    lens: Lens = Field(description="The lens that the camera looks through.")
    size: Size


class PhoneSettings(Body):
    """What to change on a phone; what is left out stays as it is."""

    locale: Locale | None = None
    sensor: Literal["fingerprint", "touch-id", "face-id", "none"] | None = None
    enrolled: bool | None = None
    passcode: Text | None = Field(None, repr=False)
    locked: bool | None = None
    camera_scans_qr: bool | None = None
    camera_permission: Permission | None = None
    lens: Lens | None = None
    size: Size | None = None


class Scene(Body):
    """What stands before a lens."""

    lens: Lens = "rear"
    picture: str | None = Field(description="PNG or JPEG, base64; null takes away what is there.", repr=False)


class AppOnPhone(Body):
    """Whether an app of the stores is on a phone."""

    app: Text = "IBKR Mobile"
    installed: bool
    fresh: bool = Field(False, description="Take it off first, with all its data.")


class StoreSettings(Body):
    """What the App Store asks for before a download."""

    proof: Literal["none", "password", "face-id", "touch-id"] = Field(
        description="The password is asked for in place of a sensor that the phone does not have."
    )
    password: Text | None = Field(None, description="Of the Apple ID, from now on.", repr=False)


class Network(Body):
    """The network a phone is on."""

    state: Literal["online", "offline", "unstable", "silent"]


class NotificationSwitch(Body):
    """Whether an app may show notifications."""

    app: Text = "IBKR Mobile"
    enabled: bool | None = Field(description="Null: undecided, to be asked when the app next wants to know.")


class OtherNotification(Body):
    """A notification of any app on the phone."""

    app: Text = Field(description="Messages, Mail or IBKR Mobile.")
    title: Text
    body: Text = ""


class Delivered(Body):
    """Whether a notification arrived."""

    delivered: bool


class Sense(Body):
    """A finger on the sensor, or a look at the phone."""

    match: bool = Field(description="True: the owner's, enrolled. False: somebody else's.")


class Sensed(Body):
    """Whether the phone was waiting for a finger or a face."""

    noticed: bool


class NewCall(Body):
    """A call to the service center of a region."""

    region: Text


class CallId(Body):
    """A call in progress."""

    call_id: str


class Caller(Body):
    """Who the caller claims to be, and what they answer to the questions of the identity check."""

    username: Text
    answers: dict[Text, Text] = Field(repr=False)


class Verified(Body):
    """The outcome of the identity check."""

    verified: bool


class Request(Body):
    """What the caller asks for."""

    what: Literal["unlock", "login-help"]


class Letter(Request):
    """A request in writing."""

    username: Text


class Reply(Body):
    """What the desk did, and said."""

    done: bool
    said: str


class ServiceCenter(Body):
    """A client service center."""

    region: str
    telephone: str
    hours: str
