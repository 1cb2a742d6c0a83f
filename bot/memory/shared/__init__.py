"""The memory that several processes share, in a Valkey or Redis server that keeps it nowhere else.
``maker.py`` says what of it is shared."""
