"""Second factors: each kind is one module, named in ``kinds.py``."""
