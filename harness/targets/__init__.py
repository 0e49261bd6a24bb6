"""Systems under test: the embedded reference system, or a real deployment named by a target file."""
