"""Every command that the phone's shell knows."""

from __future__ import annotations

from reference_system.phones.android.shell import (
    activity_manager,
    basics,
    dumps,
    file_tools,
    package_manager,
    screen_tools,
    services,
    settings_tools,
)
from reference_system.phones.android.shell.interpreter import Table

_MODULES = (
    activity_manager,
    basics,
    dumps,
    file_tools,
    package_manager,
    screen_tools,
    services,
    settings_tools,
)
COMMANDS: Table = {name: command for module in _MODULES for name, command in module.COMMANDS.items()}
