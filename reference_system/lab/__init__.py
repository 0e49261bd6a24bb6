"""The lab: the control plane of the reference system, for those who arrange scenarios."""
