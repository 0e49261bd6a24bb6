"""The group of options of ``./ibkey run`` in pytest's help."""

from __future__ import annotations

import pytest


def option_group(parser: pytest.Parser) -> pytest.OptionGroup:
    """Our group, behind pytest's general options whichever plugin asks for it first."""
    return parser.getgroup("ibkey", "system under test", after="general")
