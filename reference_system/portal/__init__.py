"""Client Portal, WebTrader and the Client Portal Gateway, as one Starlette application.

Identifiers, addresses and shapes of answers are those that public clients of the real portal rely on.
"""
