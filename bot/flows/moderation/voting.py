"""Votes of moderators: how one is cast, and the button that shows how many there are."""

from dataclasses import dataclass

from bot.flows.moderation.buttons import Action, ModeratorButton, button
from bot.i18n import Translator
from bot.memory.votes import VoteBook


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote that was cast. ``again``: this moderator stood for it already."""

    votes: int
    again: bool


async def cast(votes: VoteBook, subject: str, voter: bytes, choice: str) -> Vote:
    before = await votes.count(subject, choice)
    now = await votes.cast(subject, voter, choice)
    return Vote(now, now == before)


def vote_button(
    label: str,
    votes: int,
    needed: int,
    action: Action,
    subject: str | int = "",
    *,
    t: Translator,
) -> ModeratorButton:
    """Return a button with ``label`` and the votes so far."""
    return button(f"{label} · {t.out_of(votes, needed)}", action, subject)
