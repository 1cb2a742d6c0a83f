"""The editions of what lies prepared in the cache, which are part of the file names there."""

EDITION = "10cc6725"
"""Of the painted pictures: changes with the code that paints, and with nothing else: every machine
then paints anew. ``make edition`` writes it; a test says when it is due."""

PLATES = "dd26bdf4"
"""Of the plates: changes with the pictures, and with the code that prepares them."""
