"""User names and passwords."""

from __future__ import annotations

import re

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from reference_system.authority.happenings import ActivationRefused
from reference_system.authority.store import User
from reference_system.context import context
from reference_system.deviations import deviation, rule

# The weakest parameters argon2 knows: 8 KiB, one pass, one lane, 0.1 ms. The passwords guard made-up users in
# the memory of a process that listens on 127.0.0.1; what counts here is that thousands of users cost nothing.
_hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, hash_len=16, salt_len=8)

_WELL_FORMED = re.compile(r"[a-z0-9]+", re.ASCII)


def hashed(password: str) -> str:
    """The password as it is kept."""
    return _hasher.hash(password)


@rule
def password_is_right(typed: str, user: User) -> bool:
    """Whether what was typed is the user's password."""
    try:
        return _hasher.verify(user.password_hash, typed)
    except VerifyMismatchError:
        return False


_spiteful = deviation(
    "refused-activation-refuses-logins",
    clauses=["AND-MANUAL-F14-02", "AND-QR-F14-02", "IOS-QR-F14-02"],
    breaks="after a refused activation Client Portal refuses the user's right credentials",
)


@_spiteful.hears(ActivationRefused)
def _(refused: ActivationRefused, _means: object) -> None:
    if refused.user is not None:
        _spiteful.memory.add(refused.user.username)


@_spiteful.replaces(password_is_right)
def _(typed: str, user: User) -> bool:
    shut = context().surface == "client-portal" and user.username in _spiteful.memory
    return not shut and password_is_right.original(typed, user)


def is_well_formed(username: str) -> bool:
    """Whether a user may have this name: lower-case letters and digits, nothing else, not empty."""
    return _WELL_FORMED.fullmatch(username) is not None


@rule
def name_to_look_up(typed: str) -> str:
    """The name looked up for what was typed: exactly that. Nothing is stripped, nothing folded.

    Malformed names are refused, not corrected (reading chosen in AMB-USERNAME-CASE).
    """
    return typed


@name_to_look_up.deviation(
    "folds-case-of-usernames",
    clauses=["LOGIN-HELP-USR01", "LOGIN-HELP-USR02", "LOGIN-HELP-USR03"],
    breaks="a username in upper or mixed case is accepted, with no hint",
)
def _(typed: str) -> str:
    return typed.lower()


@name_to_look_up.deviation(
    "strips-spaces-from-usernames",
    clauses=["LOGIN-HELP-CHR02"],
    breaks="a username with spaces before, within or after it is accepted",
)
def _(typed: str) -> str:
    return re.sub(r"\s", "", typed)


@name_to_look_up.variation(
    "user-names-are-trimmed",
    near=["LOGIN-HELP-CHR01", "LOGIN-HELP-CHR02", "LOGIN-HELP-CHR03"],
    differs="spaces before and behind a username are dropped",
    permitted="the article advises against spaces; what becomes of those at the ends it leaves open",
)
def _(typed: str) -> str:
    return typed.strip(" ")


@name_to_look_up.deviation(
    "drops-punctuation-behind-usernames",
    clauses=["LOGIN-HELP-CHR03"],
    breaks="punctuation behind a username is dropped and the rest is accepted",
)
def _(typed: str) -> str:
    return typed.rstrip(".,:!")


@name_to_look_up.deviation(
    "drops-special-characters-from-usernames",
    clauses=["LOGIN-HELP-CHR03"],
    breaks="special characters in a username are dropped and the rest is accepted",
)
def _(typed: str) -> str:
    return re.sub(r"[^A-Za-z0-9\s]", "", typed)
