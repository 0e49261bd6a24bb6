"""``python -m reference_system.tws --server <portal_url> [--locale en|zh-Hant]``: TWS in a window.

Ends when its last window is closed. Exit status 2: wrong option.
"""

from __future__ import annotations

import argparse
import signal
import sys

from PySide6.QtWidgets import QApplication

from reference_system import deviations
from reference_system.context import act
from reference_system.operators import making  # noqa: F401 - knows the names of operator deviations
from reference_system.tws import variations  # noqa: F401 - which TWS may be told to be
from reference_system.tws.labels import TEXTS
from reference_system.tws.portal import Portal
from reference_system.tws.program import Program
from reference_system.tws.style import dress


def main() -> int:
    """Run until the last window is closed; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m reference_system.tws", description="A TWS to log in to.")
    parser.add_argument("--server", required=True, metavar="URL", help="address of the portal")
    parser.add_argument("--locale", choices=list(TEXTS), default="en")
    options = parser.parse_args()
    # Qt's loop runs no Python code that could turn the signal into an exception.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Trader Workstation")
    portal = Portal(options.server, options.locale)
    act(surface="tws")
    deviations.switch_on(deviations.known(portal.deviations()))
    dress(application, chinese=options.locale == "zh-Hant")
    program = Program(portal, options.locale)
    program.start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
