"""The processes of the embedded system: who starts, keeps and ends them, and how a run asks for one."""
