"""mutmut's operators, and libcst, on whose trees they work; importing this installs them where they lack."""

from harness.mutants.library import make_importable

make_importable()

import libcst as cst  # noqa: E402
from libcst.metadata import MetadataWrapper, PositionProvider  # noqa: E402
from mutmut.mutation.mutators import mutation_operators as OPERATORS  # noqa: E402

__all__ = ["OPERATORS", "MetadataWrapper", "PositionProvider", "cst"]
