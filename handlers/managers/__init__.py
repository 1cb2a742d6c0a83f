"""The bot answers managers in their group. No rules here: a handler reads, calls one flow and
answers."""
