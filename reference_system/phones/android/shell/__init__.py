"""The phone's shell over adb: the commands that Appium's driver and its clients ask for, and no others.

``serve_shell`` and ``serve_exec`` are the adb services ``shell:`` and ``exec:``.
"""

from reference_system.phones.android.shell.services_of_adb import serve_exec, serve_shell

__all__ = ["serve_exec", "serve_shell"]
