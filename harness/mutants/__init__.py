"""An independent judge: mutants of the reference system's code, made by mutmut, against all scenarios."""
