"""The bot answers readers: feeds, cards, replies and reports. No rules here: a handler reads, calls
one flow and answers."""
