"""The reference system's TWS: a program with a real window that logs in through the portal.

``python -m reference_system.tws --server <portal_url> [--locale en|zh-Hant]``

It is a process of its own and speaks to the portal over HTTP only (``/tws/start``, ``/sso/Authenticator``,
``/sso/Logout``). Its labels and what its controls do are rules; a test switches their deviations on through
the lab, and TWS asks for the names in force when it starts.

Every control has the accessible name that it shows; texts that change are the names of their labels.

``labels`` and ``behaviour`` (the rules) need no Qt, so that the whole system can list their deviations.
"""

from reference_system.tws import behaviour, labels

__all__ = ["behaviour", "labels"]
