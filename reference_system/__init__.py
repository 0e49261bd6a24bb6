"""The embedded reference system: what the harness runs against when no target is named."""
