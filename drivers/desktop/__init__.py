"""W3C WebDriver/Appium endpoint that drives desktop programs through AT-SPI.

``python -m drivers.desktop`` serves Appium clients (automation name ``AtSpi``, platform ``linux``).
A session is one program on a desk of its own (Xvfb, a session bus, an accessibility bus), or a running
program on somebody else's display. Qt, Swing and GTK programs look alike to the client: an element has a
role, a name and states, and those are what it is found by.

Layers, lower ones know nothing of upper ones: ``accessibility`` (the bus), ``tree`` (what is on it),
``locating``, ``processes`` and ``desk`` (where programs run), ``seat`` (keyboard, pointer, pictures),
``session`` and ``commands`` (what a client can ask), ``server`` (HTTP).
"""
