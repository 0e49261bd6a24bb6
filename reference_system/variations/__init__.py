"""Other ways to be correct: what the articles permit, by what it is about.

A variation that changes one rule may stand beside that rule; those that are many of a kind, or change several
rooms at once, stand here. TWS is a process of its own: see `reference_system.tws.variations`.

The list was made from the articles alone: whatever they do not say is somebody's free choice.
"""
