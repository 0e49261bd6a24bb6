"""All kinds of second factor. A new one is a module beside this one, and a name in this list."""

from __future__ import annotations

from collections.abc import Mapping

from reference_system.authority.factors.factor import Factor
from reference_system.authority.factors.ib_key import IbKeyOnAndroid, IbKeyOnIphone

KINDS: Mapping[str, type[Factor]] = {kind.kind_name: kind for kind in (IbKeyOnAndroid, IbKeyOnIphone)}
"""By name, as the lab calls them."""
