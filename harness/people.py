"""Made-up people and what they make up: user names, passwords, PINs, the contents of foreign QR codes.

The same seed gives the same scenario the same people, whatever else runs and in which order.
"""

from __future__ import annotations

import os
import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from random import Random
from typing import TYPE_CHECKING

from harness.secrets import register
from harness.words import Words

if TYPE_CHECKING:
    from faker import Faker

SEED_VARIABLE = "IBKEY_SEED"
"""The run's seed, for its test workers."""


def seed_of_run(given: int | None) -> int:
    """The seed that was asked for, else that of the process that started this one, else a new one."""
    if given is not None:
        os.environ[SEED_VARIABLE] = str(given)
    return int(os.environ.setdefault(SEED_VARIABLE, str(secrets.randbelow(10**6))))


@dataclass(frozen=True)
class Person:
    """Somebody with an account: ``username`` has lower-case letters and digits only."""

    name: str
    telephone: str
    username: str
    password: str = field(repr=False)


PinKind = Callable[[Random], str]
"""Makes up a PIN of a kind."""

_LETTERS, _DIGITS, _SPECIAL = string.ascii_letters, string.digits, "!#$%&*+-=?@^_~"


KINDS_OF_CHARACTERS = {
    "digits": _DIGITS,
    "letters": _LETTERS,
    "special characters": _SPECIAL,
    "characters of all kinds": _LETTERS + _DIGITS + _SPECIAL,
}
"""What PINs are made of."""


def _of_length(characters: int, random: Random) -> str:
    return "".join(random.sample(_LETTERS + _DIGITS, characters))


def _of_letters(count: int, random: Random) -> str:
    """Small ones and capitals by turns."""
    letters = random.sample(string.ascii_lowercase, count)
    return "".join(letter.upper() if at % 2 else letter for at, letter in enumerate(letters))


def _of_digits(count: int, random: Random) -> str:
    """With a leading zero; neither in a row nor all the same, which may be refused as too easy."""
    return "07" + "".join(random.sample("13529", count - 2))


def _of_all_kinds(random: Random) -> str:
    kinds = (_LETTERS, _DIGITS, _SPECIAL, string.ascii_uppercase, _DIGITS)
    return "".join(map(random.choice, kinds))


def _out_of(characters: str, random: Random) -> str:
    """Exactly these, in any order."""
    return "".join(random.sample(characters, len(characters)))


PIN_KINDS: Words[PinKind] = Words(
    "kind of PIN",
    {
        **{f"of {count} characters": partial(_of_length, count) for count in (4, 5, 6)},
        **{f"of {count} letters": partial(_of_letters, count) for count in (4, 6)},
        **{f"of {count} digits": partial(_of_digits, count) for count in (4, 6)},
        "of all kinds": _of_all_kinds,
        **{f"out of {each}": partial(_out_of, each) for each in ("!#$%&*", "+-=?@^", "_~.,:;")},
    },
)


class People:
    """The people of one scenario.

    Args:
        seed: Of the run.
        scenario: Its id; every scenario has people of its own.
    """

    def __init__(self, seed: int, scenario: str) -> None:
        self._seed = f"{seed} {scenario}"

    @cached_property
    def _faker(self) -> Faker:
        from faker import Faker  # 0.2 s that only those pay who need it

        faker = Faker("en_US")
        faker.seed_instance(self._seed)
        return faker

    def person(self) -> Person:
        """Somebody new, with an account-like user name and a password."""
        faker = self._faker
        first, last = faker.first_name(), faker.last_name()
        letters = "".join(filter(str.isascii, f"{first[0]}{last}".lower()))
        username = "".join(filter(str.isalnum, letters))[:8] + faker.numerify("####")
        password = faker.password(length=12, special_chars=False)
        register(password)
        return Person(f"{first} {last}", faker.phone_number(), username, password)

    def pin(self, kind: PinKind) -> str:
        """A PIN that is hard to guess; a secret from here on."""
        made = kind(self._faker.random)
        register(made)
        return made

    def pin_of(self, characters: str, count: int) -> str:
        """So many of these characters, no two of them the same."""
        return self.pin(lambda random: "".join(random.sample(characters, count)))

    def foreign_activation_link(self) -> str:
        """What a QR code may hold with which another web site activates something of its own."""
        code = self._faker.bothify("????????####", letters=string.ascii_uppercase)
        return f"{self._faker.url()}sso/ibkey?code={code}"

    def foreign_content(self) -> str:
        """What a QR code that has nothing to do with the broker may hold."""
        faker = self._faker
        made = (
            faker.url(),
            f"WIFI:S:{faker.word()};T:WPA;P:{faker.password()};;",
            f"tel:{faker.phone_number()}",
        )
        return str(faker.random.choice(made))
