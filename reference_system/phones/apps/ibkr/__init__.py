"""IBKR Mobile: start screen, approval of a login, challenge and response."""
