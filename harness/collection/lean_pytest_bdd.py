"""pytest plugin: loads pytest-bdd without what a run never uses of it.

Its code generator loads Mako, and Mako's error pages load half of Pygments' lexers: 0.05 s of every start.
Mako goes without them where that module cannot be imported.
"""

from __future__ import annotations

import sys
from typing import Any, cast

cast(dict[str, Any], sys.modules).setdefault("mako.ext.pygmentplugin", None)

pytest_plugins = ["pytest_bdd.plugin"]
