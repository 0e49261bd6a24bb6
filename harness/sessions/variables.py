"""Environment variables by which a command tells its test workers what it was told."""

from __future__ import annotations

SERVICES_VARIABLE = "IBKEY_SERVICES"
"""The folder of the run's keeper."""

TYPED_VARIABLE = "IBKEY_TYPED"
"""What was typed after ``./ibkey run``, quoted for a shell; pytest is given more."""
