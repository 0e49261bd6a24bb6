"""The rules of the reference system: users, second factors, locks, sessions, support desk.

Pure rules over an injected clock. Nothing in here knows HTTP, HTML or a phone's screen:
the portal and the lab call in, `PushGateway` is the one way out.
"""
