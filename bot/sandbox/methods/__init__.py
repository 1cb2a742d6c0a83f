"""The Bot API's methods, by what they do. Importing this package fills ``api.METHODS``."""

from bot.sandbox.api import METHODS
from bot.sandbox.methods import (
    account,
    chats,
    deleting,
    editing,
    forwarding,
    receiving,
    sending,
)

__all__ = [
    "METHODS",
    "account",
    "chats",
    "deleting",
    "editing",
    "forwarding",
    "receiving",
    "sending",
]
