"""Words by which somebody looks for whispers: in a command, or behind the bot's name in any chat.
They are a person's words, so nothing here is logged, counted or stored."""

from dataclasses import dataclass, field

from telegram import Update

from bot.memory.identity import Route, RouteBook
from handlers.incoming.private import Note

LONGEST = 256
"""The most characters that are read: as many as Telegram takes behind a bot's name."""


@dataclass(frozen=True, slots=True)
class Query:
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class InlineQuery:
    """The words that somebody types behind the bot's name, in whatever chat: of which we learn
    nothing."""

    id: str = field(repr=False)
    query: Query
    route: Route  # a route that leads nowhere: only for a limit


def query_of(note: Note) -> Query:
    """Return the words behind the command."""
    _command, _, words = note.text.partition(" ")
    return Query(words.strip()[:LONGEST])


def inline_query_of(update: Update, routes: RouteBook) -> InlineQuery | None:
    asked = update.inline_query
    if asked is None:
        return None
    return InlineQuery(
        asked.id, Query(asked.query.strip()[:LONGEST]), routes.passing(asked.from_user.id)
    )
