"""The bot answers moderators in their chat. No rules here: a handler reads, calls one flow and
answers."""
