"""Environment variables by which a command is told something that is no option of its own."""

from __future__ import annotations

SERVICES_VARIABLE = "IBKEY_SERVICES"
"""The folder of the run's keeper."""

TYPED_VARIABLE = "IBKEY_TYPED"
"""What was typed after ``./ibkey run``, quoted for a shell; pytest is given more."""

UP_VARIABLE = "IBKEY_UP"
"""The file in which ``./ibkey up`` says what it keeps; ``.ibkey/up.json`` where it is not set. Commands with
different files know nothing of each other."""
