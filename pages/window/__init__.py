"""Windows of TWS, found by role and name alone: its controls have no other identifiers."""
