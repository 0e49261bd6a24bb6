"""``python -m reference_system [--lifeline] [--deviation NAME]...``

Starts the whole embedded system in one process and prints one line of JSON when all of it listens::

    {"portal_url", "lab_url", "lab_token",
     "phones": [{"surface": "android", "udid", "console_port", "adb_port", "view_url", "capabilities"},
                {"surface": "iphone", "udid", "wda_url", "view_url", "capabilities"}],
     "users": [{"username", "password", "second_factor", "phone", "pin"}]}

Ends on SIGTERM and SIGINT, and with ``--lifeline`` when standard input ends. Logs go to standard error.
Exit status: 0 ended as asked, 1 a part could not start, 2 wrong option.
"""

import gc
import sys

if __name__ == "__main__":
    # A sixth of the start is spent in collections that find nothing, while modules are being loaded.
    gc.disable()
    from reference_system.process import main

    sys.exit(main())
