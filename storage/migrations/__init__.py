"""The database's history, one revision a file, run at start by ``storage/engines``."""
