"""The phone's ``sh`` and its commands: one function per command, entered in the table of its module.

``serve_shell`` and ``serve_exec`` are the adb services ``shell:`` and ``exec:``.
"""

from reference_system.phones.android.shell.services_of_adb import serve_exec, serve_shell

__all__ = ["serve_exec", "serve_shell"]
