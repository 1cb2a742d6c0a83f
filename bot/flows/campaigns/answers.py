"""Answers to campaigns' questions: whispers that say which question they answer. They always wait
for moderators, and their figures are counted when moderators see and decide them, never before."""

from collections.abc import Sequence
from datetime import date

from bot.domain.campaigns.campaign import Campaign, CampaignKind, CampaignState
from bot.domain.campaigns.figures import Told
from bot.domain.whisper import WhisperKey
from storage import Storage, Tables

_ASKED = (CampaignState.APPROVED, CampaignState.ENDED)


async def question_in(tables: Tables, campaign: int | None) -> Campaign | None:
    """Return the question that was asked, while it may be shown. Who began to answer before its end
    may still do so."""
    found = None if campaign is None else await tables.campaigns.of(campaign)
    if found is None or found.kind is not CampaignKind.QUESTION or found.state not in _ASKED:
        return None
    return found


async def question_words(number: int, *, storage: Storage) -> str | None:
    """Return what this campaign asks. None: nothing that can be answered."""
    async with storage.reading() as tables:
        found = await question_in(tables, number)
    return None if found is None else found.words


async def answerable(campaign: int | None, *, storage: Storage) -> int | None:
    """Return the campaign, if its question can be answered."""
    if campaign is None:
        return None
    async with storage.reading() as tables:
        return campaign if await question_in(tables, campaign) is not None else None


async def count_shown(keys: Sequence[WhisperKey], *, storage: Storage, day: date) -> None:
    """Count answers that moderators have before them now."""
    async with storage.transaction() as tables:
        for key in keys:
            whisper = await tables.whispers.by_key(key)
            if whisper is not None and whisper.campaign is not None:
                await tables.campaign_days.count(whisper.campaign, day, Told.TAKEN)


async def count_decided(
    key: WhisperKey, what: Told, *, storage: Storage, day: date, times: int = 1
) -> None:
    """Count an answer about which moderators have decided, or (``times`` -1) taken it back."""
    async with storage.transaction() as tables:
        whisper = await tables.whispers.by_key(key)
        if whisper is not None and whisper.campaign is not None:
            await tables.campaign_days.count(whisper.campaign, day, what, times)
