"""The memory of people. Nothing of this room may reach a disk: it never imports ``storage``."""
