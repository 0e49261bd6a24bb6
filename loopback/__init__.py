"""Loopback is no permission: what every server of ours demands of whoever reaches it.

Another user of the machine reaches a port of 127.0.0.1, and so does a web page in the user's browser, by a
form, an image, or a name that it has resolved to 127.0.0.1. ``peers`` tells the one by the kernel's table
(``http`` does so for uvicorn), ``doorkeeper`` the other by its request.
"""
