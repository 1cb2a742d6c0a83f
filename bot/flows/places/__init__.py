"""Authors add places, posts print steps of them, and towns are offered to choose from. No position
is kept."""
