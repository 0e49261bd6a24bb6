"""What TWS is recognised by: forms are accessible names, with ``*`` at either end for any more, or XPath.

Names are those that public automation of TWS finds, and their Traditional Chinese as this project has it.
"""

from __future__ import annotations

from harness.signs.sign import Sign, Table

TWS = Table(
    "tws",
    (
        Sign("user-name", ("Username", "用戶名")),
        Sign("password", ("Password", "密碼")),
        Sign("log-in", ("Log In", "Paper Log In", "Login", "登錄"), documented="LOGIN-SEAMLESS-01a"),
        Sign("waiting", ("Notification sent", "通知已發送")),
        Sign(
            "challenge",
            (
                "//label[@showing='true' and string-length(@name)>5"
                " and translate(@name, ' -.\u00a0\u20130123456789０１２３４５６７８９', '')='']",
            ),
        ),
        Sign("response", ("Response", "響應")),
        Sign("confirm-response", ("OK", "Login", "確定"), documented="LOGIN-CHALLENGE-05b"),
        # Beside either stands the name of the user, in the main window.
        Sign("session-user", ("User", "用戶")),
        # What it says when it got no answer, or none that it understands.
        Sign("no-answer", ("The server cannot be reached.", "無法連接服務器。")),
        Sign("error", ("//dialog[@showing='true']//label[@showing='true']",)),
        Sign("error.acknowledge", ("//dialog[@showing='true']//push_button[@showing='true']",)),
        Sign(
            "main-window",
            (
                "*Interactive Brokers*",
                "//frame[@showing='true'][.//*[@showing='true' and (@name='File' or @name='文件')]]",
            ),
        ),
    ),
)
