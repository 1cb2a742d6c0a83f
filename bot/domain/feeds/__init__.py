"""Feeds are the lists that readers look for, and the cards that may come to people who did not open
one. Pure."""
