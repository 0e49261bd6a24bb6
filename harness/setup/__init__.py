"""Making and describing the environment: what ``./ibkey`` runs before there is a virtual environment.

Standard library only, Python 3.11 or newer. Everything made lives in ``.ibkey/`` inside the checkout; the
rest of the harness reads what there is through ``harness.setup.environment.load``.
"""
