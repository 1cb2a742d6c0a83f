"""An author chooses a draft's channel, where there are several: one is proposed, shown in the
preview's first row, and can be changed in a list. The choice is in the buttons
(``bot/domain/draft.py``)."""

from dataclasses import replace

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

from bot.domain.channel_choice import ChannelOnOffer, fitting_channel
from bot.domain.channel_info import ChannelInfo
from bot.domain.draft import PAGES, DraftState, Verb, encode
from bot.i18n import Translator
from bot.memory.slates import FollowedQuestion
from bot.services import AuthorServices, Services
from bot.services.channels import Channels
from handlers.incoming.private import Note

A_PAGE = 12
"""The number of channels that a list shows at once."""

_LONGEST = 30
"""The most characters of a title on a button."""


async def proposed_channel(
    note: Note, channels: Channels, followed: FollowedQuestion | None
) -> AuthorServices:
    """Return the channel whose question or link brought the author, else the one that fits the
    words."""
    shared = channels.first.shared
    if followed is not None and (asking := channels.taking(followed.channel)) is not None:
        return asking.author
    came = await channels.first.author.memory.arrivals.channel_of(note.route, shared.clock.now())
    by_link = None if came is None else channels.taking(came)
    if by_link is not None:
        return by_link.author
    offered = [_on_offer(each) for each in channels.open]
    found = channels.taking(fitting_channel(note.text, offered))
    assert found is not None
    return found.author


def _on_offer(channel: Services) -> ChannelOnOffer:
    place = channel.shared.place
    subjects = (*place.titles.values(), *place.abouts.values())
    return ChannelOnOffer(place.key, place.language, subjects or (place.title,))


def first_row(place: ChannelInfo, state: DraftState, t: Translator) -> list[Button]:
    """Return the row ``📮 Love ▸``: for which channel it is, and the way to the others."""
    label = f"📮 {_short(place.called(t.language))} ▸"
    return [Button(label, callback_data=encode(Verb.CHANNELS, state))]


def channel_list(channels: Channels, state: DraftState, t: Translator) -> Keyboard:
    """Return a page of the channels that one can write for, the chosen one marked, and the way
    back."""
    offered = channels.open
    pages = min(PAGES, -(-len(offered) // A_PAGE))
    page = state.page % pages
    closed = replace(state, page=0)
    rows = [
        [_choice(each.shared.place, _for(closed, each.key), t, each.key == state.channel)]
        for each in offered[page * A_PAGE : (page + 1) * A_PAGE]
    ]
    if pages > 1:
        following = replace(state, page=(page + 1) % pages)
        rows.append(
            [
                Button(
                    "⋯ " + t.p("more channels", "More"),
                    callback_data=encode(Verb.CHANNELS, following),
                )
            ]
        )
    rows.append([Button("↩️ " + t("Back"), callback_data=encode(Verb.SHOW, closed))])
    return Keyboard(rows)


def _for(state: DraftState, channel: int) -> DraftState:
    """Return the state for this channel: another channel asks other questions."""
    if channel == state.channel:
        return state
    return replace(state, channel=channel, campaign=0, apart=False)


def _choice(place: ChannelInfo, state: DraftState, t: Translator, chosen: bool) -> Button:
    label = ("🔘 " if chosen else "⚪️ ") + _short(place.called(t.language))
    return Button(label, callback_data=encode(Verb.CHANNEL, state))


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
