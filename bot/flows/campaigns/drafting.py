"""Making a campaign, one thing at a time. What was answered is stored at once, and so is what is
asked just now: a restart loses nothing. Who answers is no concern of this room."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.campaigns.campaign import (
    NAME_LENGTH,
    Campaign,
    CampaignKind,
    CampaignState,
    length_of,
    longest,
    missing,
    one_line,
)
from bot.domain.campaigns.categories import Category
from bot.domain.campaigns.house_rules import refused_for
from bot.domain.campaigns.labels import labels_of
from bot.domain.campaigns.packs import MOST, picture_id
from bot.domain.campaigns.schedule import LONGEST
from bot.domain.campaigns.times import read_time
from bot.domain.picture_choice import next_picture, suggest
from bot.domain.pictures import PictureInfo
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
from bot.domain.words import utf16_units, visible
from storage import Storage

_NAME_UNITS = 2 * NAME_LENGTH
"""The most UTF-16 units of a name: what is inked on a card has to fit into a caption too."""
_JUST_NOW = timedelta(minutes=5)
"""Who writes down the minute that it is means now, and takes a moment to send it."""
SEED = b"campaign"
"""The seed of choices: campaigns of the same words get the same pictures."""


_NOTHING = {"words": "", **dict.fromkeys(("payer", "country", "label", "advert", "credit"))}


class Step(StrEnum):
    """A question to managers, answered by a reply. The values stand in the database."""

    PAYER = "payer"
    LABEL = "label"
    ADVERT = "advert"
    WORDS = "words"
    CREDIT = "credit"
    PHOTO = "photo"
    STARTS_AT = "starts_at"
    UNTIL = "until"
    CHANGE = "change"  # of moderators: what is to be changed


class Wrong(Enum):
    """The reason why an answer does not do."""

    EMPTY = auto()
    LONG = auto()
    NO_TIME = auto()
    PAST = auto()
    TOO_SOON = auto()  # the end, before the beginning
    TOO_LATE = auto()
    MANY = auto()  # pictures
    DECIDED = auto()  # nothing can be changed any more


@dataclass(frozen=True, slots=True)
class OffLimits:
    """The answer names something that the house rules refuse."""

    category: Category


@dataclass(frozen=True, slots=True)
class DeskRules:
    """The rules of one channel by which an answer is judged."""

    zone: ZoneInfo
    allowed: Collection[Category]
    pictures: Sequence[PictureInfo]


async def begin(
    *, storage: Storage, kind: CampaignKind, look: Look, button: str
) -> tuple[Campaign, bool]:
    """Return the draft that this button begins, and whether it is new: a press may come twice."""
    async with storage.transaction() as tables:
        known = await tables.campaigns.begun_by(button)
        if known is not None:
            return known, False
        return await tables.campaigns.add(Campaign(0, kind, look=look), begun=button), True


async def put(*, storage: Storage, number: int, **values: Any) -> Campaign | Wrong:
    """Store values that were chosen by buttons."""
    async with storage.transaction() as tables:
        return await tables.campaigns.change(number, **values) or Wrong.DECIDED


async def asked(
    *, storage: Storage, number: int, step: Step | None, message_id: int | None
) -> None:
    """Remember that this message asks for this step, and that no earlier message does."""
    async with storage.transaction() as tables:
        await tables.campaigns.ask(number, step, message_id)


async def question_of(*, storage: Storage, message_id: int) -> tuple[Campaign, Step] | None:
    """Return the campaign and the step that this message of the managers' group asks for. None: it
    asks for nothing, or it was answered."""
    async with storage.reading() as tables:
        asked_here = await tables.campaigns.asked_by(message_id)
    found = ((each.campaign, Step(each.asking)) for each in asked_here)
    return next((each for each in found if each[1] is not Step.CHANGE), None)


async def change_asked_by(*, storage: Storage, message_id: int) -> Campaign | None:
    """Return the campaign whose change this message of the moderators' chat asks for. None: it asks
    for none, or it was answered."""
    async with storage.reading() as tables:
        asked_here = await tables.campaigns.asked_by(message_id)
    return next((each.campaign for each in asked_here if each.asking == Step.CHANGE), None)


async def answer(
    campaign: Campaign,
    step: Step,
    text: str,
    *,
    storage: Storage,
    rules: DeskRules,
    now: datetime,
) -> Campaign | Wrong | OffLimits:
    """Store an answer to a question of ours. It stays asked until ``question_over``, when what
    comes next is shown: if the bot dies before, the answer comes again and is handled anew."""
    values = _read(campaign, step, text, rules, now)
    if isinstance(values, Wrong | OffLimits):
        return values
    async with storage.transaction() as tables:
        changed = await tables.campaigns.change(campaign.number, **values)
    return changed or Wrong.DECIDED


async def question_over(*, storage: Storage, number: int, message_id: int) -> None:
    """End the question that this message asked, unless something else is asked by now."""
    async with storage.transaction() as tables:
        await tables.campaigns.answered(number, message_id)


async def take_photo(campaign: Campaign, photo: bytes, *, storage: Storage) -> Campaign | Wrong:
    """Give the campaign its own picture, drawn anew; add one more to a pack."""
    if campaign.kind is CampaignKind.PICTURES:
        return await _one_more(campaign, photo, storage)
    async with storage.transaction() as tables:
        look = {"picture": OWN_PHOTO}
        changed = await tables.campaigns.change(campaign.number, **look)
        if changed is None:
            return Wrong.DECIDED
        await tables.campaigns.put_pictures(campaign.number, [(OWN_PHOTO, photo)])
    return changed


async def _one_more(campaign: Campaign, photo: bytes, storage: Storage) -> Campaign | Wrong:
    added = (picture_id(campaign.channel, campaign.number, photo), photo)
    async with storage.transaction() as tables:
        pictures = list(await tables.campaigns.pictures(campaign.number))
        if len(pictures) >= MOST and added not in pictures:
            return Wrong.MANY
        changed = await tables.campaigns.change(campaign.number, picture=OWN_PHOTO)
        if changed is None:
            return Wrong.DECIDED
        if added not in pictures:
            await tables.campaigns.put_pictures(campaign.number, [*pictures, added])
    return changed


async def take_out(campaign: Campaign, picture: str, *, storage: Storage) -> Campaign | Wrong:
    """Take this picture out of a pack; ``picture`` is its id in hex, and may be out already."""
    async with storage.transaction() as tables:
        pictures = await tables.campaigns.pictures(campaign.number)
        changed = await tables.campaigns.change(campaign.number)
        if changed is None:
            return Wrong.DECIDED
        left = [each for each in pictures if each[0].hex() != picture]
        await tables.campaigns.put_pictures(campaign.number, left)
    return changed


async def newest_picture(*, storage: Storage, campaign: Campaign) -> str:
    """Return the id in hex of the picture that a pack's draft shows. "": there is none."""
    if campaign.kind is not CampaignKind.PICTURES:
        return ""
    async with storage.reading() as tables:
        found = await tables.campaigns.pictures(campaign.number)
    return found[-1][0].hex() if found else ""


async def pictures_of(*, storage: Storage, campaign: Campaign) -> tuple[bytes, ...]:
    """Return the campaign's pictures as JPEG, in their order."""
    async with storage.reading() as tables:
        found = await tables.campaigns.pictures(campaign.number)
    return tuple(data for _, data in found)


async def find_campaign(*, storage: Storage, number: int) -> Campaign | None:
    async with storage.reading() as tables:
        return await tables.campaigns.of(number)


async def all_campaigns(*, storage: Storage) -> tuple[Campaign, ...]:
    """Return all campaigns, newest first, without those that were given up."""
    states = [state for state in CampaignState if state is not CampaignState.DROPPED]
    async with storage.reading() as tables:
        return await tables.campaigns.in_state(*states)


async def drop(*, storage: Storage, number: int) -> bool:
    """Give up a campaign (draft or asked), with all that was said of it."""
    async with storage.transaction() as tables:
        if await tables.campaigns.change(number, **_NOTHING) is None:
            return False
        await tables.campaigns.put_pictures(number, [])
        start = (CampaignState.DRAFT,)
        return (
            await tables.campaigns.move(number, start=start, to=CampaignState.DROPPED) is not None
        )


def next_step(campaign: Campaign) -> Step | None:
    """Return the step that must be asked, since the law or the card needs it. None: nothing."""
    needed = missing(campaign)
    return Step(needed) if needed in (Step.ADVERT, Step.WORDS, Step.CREDIT) else None


def proposed(words: str, pictures: Sequence[PictureInfo]) -> PictureId:
    return suggest(words, pictures, seed=SEED)[0]


def another(campaign: Campaign, pictures: Sequence[PictureInfo]) -> PictureId:
    return next_picture(suggest(campaign.words, pictures, seed=SEED), campaign.look.picture)


def _read(
    campaign: Campaign, step: Step, text: str, rules: DeskRules, now: datetime
) -> dict[str, Any] | Wrong | OffLimits:
    """Read an answer into the fields that it sets: field -> value."""
    match step:
        case Step.STARTS_AT:
            return _start(campaign, text, rules.zone, now)
        case Step.UNTIL:
            return _end(campaign, text, rules.zone, now)
        case Step.WORDS:
            return _words(campaign, visible(text).strip(), rules)
        case Step.ADVERT:
            return _number(campaign, one_line(visible(text)), rules)
        case _:
            return _name(step, one_line(visible(text)), rules)


def _number(campaign: Campaign, name: str, rules: DeskRules) -> dict[str, Any] | Wrong | OffLimits:
    """Read the number of an advertisement, with or without what stands before it."""
    before = labels_of(campaign.country or "").registered or ""
    bare = re.sub(rf"^{re.escape(before)}\s*[:=]?\s*", "", name, flags=re.IGNORECASE)
    values = _name(Step.ADVERT, bare, rules)
    return {"advert": f"{before}: {bare}"} if isinstance(values, dict) and before else values


def _name(step: Step, name: str, rules: DeskRules) -> dict[str, Any] | Wrong | OffLimits:
    if not any(letter.isalnum() for letter in name):
        return Wrong.EMPTY  # a dash labels nothing
    if length_of(name) > NAME_LENGTH or utf16_units(name) > _NAME_UNITS:
        return Wrong.LONG
    if category := refused_for(name, rules.allowed):
        return OffLimits(category)
    if step is Step.PAYER:
        return {"payer": name, "country": None, "label": None, "advert": None}
    return {step.value: name}


def _words(campaign: Campaign, words: str, rules: DeskRules) -> dict[str, Any] | Wrong | OffLimits:
    if not words:
        return Wrong.EMPTY
    if length_of(words) > longest(campaign.kind):
        return Wrong.LONG
    if category := refused_for(words, rules.allowed):
        return OffLimits(category)
    if campaign.words or not rules.pictures:
        return {"words": words}
    return {"words": words, "picture": proposed(words, rules.pictures)}


def _start(campaign: Campaign, text: str, zone: ZoneInfo, now: datetime) -> dict[str, Any] | Wrong:
    when = read_time(text, zone)
    if when is None:
        return Wrong.NO_TIME
    if when < now - _JUST_NOW:
        return Wrong.PAST
    if campaign.until is not None and not when < campaign.until <= when + LONGEST:
        return {"starts_at": when, "until": None}
    return {"starts_at": when}


def _end(campaign: Campaign, text: str, zone: ZoneInfo, now: datetime) -> dict[str, Any] | Wrong:
    until = read_time(text, zone, last=True)
    if until is None:
        return Wrong.NO_TIME
    begins = max(now, campaign.starts_at or now)
    if until <= begins:
        return Wrong.TOO_SOON
    if until > begins + LONGEST:
        return Wrong.TOO_LATE
    return {"until": until}


def country_values(country: str) -> dict[str, Any]:
    """Return the field values that follow from a country, among them its label; the first of two
    until another is chosen."""
    return {"country": country, "label": labels_of(country).words[0], "advert": None}
