"""What is known of people, in memory only. Nothing of this room may reach a disk: it never imports
``storage``."""
