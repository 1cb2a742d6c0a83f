"""The edition of the painted pictures, which is part of their file names in the cache."""

EDITION = "c49b5857"
"""Changes with the code that paints, and with nothing else: every machine then paints anew.
``make edition`` writes it; a test says when it is due."""
