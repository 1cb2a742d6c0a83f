"""The bot answers authors in their private chats. No rules here: a handler reads, calls one flow
and answers."""
