"""What scenarios are crossed by, and which pairs they owe: declared here and nowhere else.

A system may be right at one surface, with one phone, in one language or from one state of the app, and wrong
with the others. What a scenario exercises is read from its steps (``harness.collection.crossed``): a value
where a step has the word for it, a deed where its sentences were said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product

from harness.spec.vocabulary import LOGIN_SURFACES


@dataclass(frozen=True, eq=False)
class Dimension:
    """Something that scenarios vary.

    Attributes:
        vocabulary: ``what`` of the ``harness.words.Words`` that has the words.
        words: Each word, and the value that it stands for; several may stand for one.
        no_value: Words that stand for no value, and why.
        sentences: Patterns of sentences that say a value without such a word.
        giving: Fixture that the step provides, where other steps use the vocabulary for something else.
        unsaid: The value of a scenario that says none; empty: it has none.
    """

    name: str
    vocabulary: str
    words: Mapping[str, str]
    no_value: Mapping[str, str] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    giving: str = ""
    unsaid: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        """Each value once."""
        return tuple(dict.fromkeys([*self.words.values(), *self.sentences.values()]))


ANDROID = {
    "Android phone with an enrolled fingerprint": "fingerprint",
    "Android phone with no finger enrolled": "PIN",
    "Android phone without a fingerprint sensor": "PIN",
}
IPHONES = {
    "iPhone with Touch ID": "Touch ID",
    "iPhone with Touch ID not activated": "passcode",
    "iPhone with Face ID": "Face ID",
    "iPhone with Face ID not activated": "passcode",
}
"""The phones, and what each asks for before it approves a login."""

CLOSED, BEHIND, IN_FRONT, LOCKED = "app closed", "app in the background", "app in front", "phone locked"

SURFACE = Dimension(
    "surface",
    "login surface",
    {word: word for word in LOGIN_SURFACES},
    sentences={r"the user (has logged|logs) in to Client Portal$": "Client Portal"},
)
PHONE = Dimension("phone", "phone", {word: word for word in ANDROID | IPHONES}, giving="phone")
PROOF = Dimension("proof", "phone", ANDROID | IPHONES, giving="phone")
LANGUAGE = Dimension(
    "language",
    "language",
    {"English": "English", "Traditional Chinese": "Traditional Chinese"},
    unsaid="English",
)
STATE = Dimension(
    "state",
    "state of IBKR Mobile",
    {"closed": CLOSED, "in the background": BEHIND, "in front": IN_FRONT, "freshly installed": CLOSED},
    no_value={"not installed": "scenarios of that kind install it themselves, and begin with it closed"},
    sentences={r"the phone is locked$": LOCKED, r"IBKR Mobile has been opened ": IN_FRONT},
    unsaid=CLOSED,
)
DIMENSIONS = (SURFACE, PHONE, PROOF, LANGUAGE, STATE)


@dataclass(frozen=True, eq=False)
class Deed:
    """What happens in a scenario, seen by the surface, phone... at hand when its last sentence is said.

    Attributes:
        positive: It ends as its user wants it; otherwise something is refused.
        sentences: Patterns of the sentences that say it, in their order; others may stand between them.
        owes: Dimensions of which each pair of values has to be seen with this deed.
        owes_each: Dimensions of which each value has to be.
    """

    name: str
    positive: bool
    sentences: tuple[str, ...]
    owes: tuple[Dimension, ...] = ()
    owes_each: tuple[Dimension, ...] = ()


_ASKED = r"(the user has opened the notification|IB Key asks to approve the login|.* leads to its approval)"
_RIGHT = r"the user gives the (enrolled finger|matching face|right)"
_WRONG = r"the user gives (a finger that is not|another face|one wrong)"
_NONE = r"the user gives (nothing|an empty)"
_OPENS = r"(the user is logged in|the login moves on by itself)"
_STAYS = r"the login (does not move|never moves) on"
_TYPES = (
    r"(the user has entered the activation code|.* types the string into|.* (has activated|tries) .*, typed$)"
)
_SCANS = r"(the user points the camera at the QR code in|.* (has activated|tries).*, scanned$)"
_ACTIVATED = r"IBKR Mobile says that IB Key was activated"
_INACTIVE = r"a new login shows that no IB Key is active"

DEEDS = (
    Deed(
        "a notification arrives",
        True,
        (rf"(the notification list holds exactly 1 |{_ASKED})",),
        (SURFACE, PHONE, LANGUAGE, STATE),
    ),
    Deed("a login is approved", True, (_ASKED, _RIGHT, _OPENS), (SURFACE, PHONE, LANGUAGE, STATE)),
    Deed(
        "a response logs in",
        True,
        (r"the user types the response into", r'the user (confirms the response|clicks "確定")', _OPENS),
        (SURFACE, PHONE, LANGUAGE),
    ),
    Deed("a typed code activates", True, (_TYPES, _ACTIVATED), owes_each=(PHONE,)),
    Deed("a scanned code activates", True, (_SCANS, _ACTIVATED), owes_each=(PHONE, STATE)),
    Deed("a wrong proof approves nothing", False, (_ASKED, _WRONG, _STAYS), (SURFACE, PROOF, LANGUAGE)),
    Deed("a proof not given approves nothing", False, (_ASKED, _NONE, _STAYS), owes_each=(SURFACE,)),
    Deed(
        "a wrong proof makes no response",
        False,
        (
            rf"({_WRONG}|the login accepts no response that a wrong PIN)",
            r"(the phone shows no response|the login accepts no response that a wrong PIN)",
        ),
        owes_each=(PHONE,),
    ),
    Deed(
        "a wrong response is refused",
        False,
        (r"the login accepts (the right response and no other|no response (to|of))",),
        owes_each=(SURFACE, LANGUAGE),
    ),
    Deed(
        "a wrong password notifies nobody",
        False,
        (
            r"the user enters the user name and a wrong password",
            r"the login is refused",
            r"the notification list holds exactly 0 ",
        ),
        (SURFACE, LANGUAGE),
    ),
    Deed(
        "a lock refuses the right password",
        False,
        (r"the login has failed 10 times", r"the right credentials are refused"),
        owes_each=(SURFACE,),
    ),
    Deed(
        "a refused activation leaves IB Key inactive",
        False,
        (rf"({_WRONG}|{_NONE}|no string that is nearly the right one|no PIN of)", _INACTIVE),
        owes_each=(PHONE,),
    ),
)


@dataclass(frozen=True)
class Crossing:
    """Values owed: with the deed of this name, or with positives or negatives of any kind.

    Attributes:
        paired: Dimensions of which each pair of values is owed.
        each: Dimensions of which each value is.
    """

    name: str
    deeds: tuple[Deed, ...]
    paired: tuple[Dimension, ...]
    each: tuple[Dimension, ...] = ()

    def owed(self) -> Iterator[tuple[str, ...]]:
        """Values that have to be seen together, or one by itself."""
        for together in combinations(self.paired, 2):
            yield from product(*(one.values for one in together))
        yield from ((value,) for one in self.each for value in one.values)


_CROSSED = (SURFACE, PHONE, LANGUAGE, STATE)
CROSSINGS = (
    *(Crossing(deed.name, (deed,), deed.owes, deed.owes_each) for deed in DEEDS),
    Crossing("positives", tuple(deed for deed in DEEDS if deed.positive), _CROSSED),
    Crossing("negatives", tuple(deed for deed in DEEDS if not deed.positive), _CROSSED),
)


@dataclass(frozen=True)
class Excluded:
    """Pairs that nobody owes, and why.

    Attributes:
        crossings: Names of the crossings that it is about.
        values: The pair has one of each.
    """

    crossings: tuple[str, ...]
    values: tuple[Collection[str], ...]
    why: str

    def holds(self, crossing: Crossing, pair: tuple[str, ...]) -> bool:
        """Whether the pair is one of these."""
        return crossing.name in self.crossings and all(set(pair) & set(some) for some in self.values)


EXCLUDED = (
    Excluded(
        ("a login is approved",),
        ([LOCKED],),
        "what a tap on a locked phone opens first is the phone's own affair: no article says it",
    ),
    Excluded(
        ("a scanned code activates",),
        ([LOCKED],),
        "a person who holds the camera before a code has unlocked the phone",
    ),
    Excluded(
        ("a wrong proof makes no response",),
        (tuple(ANDROID)[1:],),
        "for a response every Android phone asks for the PIN alone: one of them is enough",
    ),
    Excluded(
        ("a lock refuses the right password",),
        (["WebTrader", "TWS"],),
        "the articles leave open whether the trading platforms are locked, too: noted (AMB-LOCK-WINDOW)",
    ),
)


def why_excluded(crossing: Crossing, pair: tuple[str, ...]) -> str | None:
    """Why nobody owes the pair; None: it is owed."""
    return next((one.why for one in EXCLUDED if one.holds(crossing, pair)), None)
