"""``sotto outbox``: what waits for a person's decision, and the decision."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.data import on_channel, on_storage, when_it_happens
from bot.domain.parcel import ParcelKind, Progress
from bot.errors import SettingsWrong
from bot.flows.publishing.stuck_parcels import StuckParcel, pending, verdict
from bot.ops.known_channels import known_channels, the_channel
from bot.settings import Configuration, load_configuration
from storage import Storage


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A parcel that waits for a person. ``channel``: its name; None where there is only one."""

    channel: str | None
    parcel: StuckParcel


_STATES = {
    Progress.ASIDE: "set aside: may or may not be there",
    Progress.REFUSED: "refused by Telegram",
}

_REFUSALS = {
    "unknown_name": "Nothing by that name is waiting: sotto outbox lists what is.",
    "taken_id": "That message is a different post, or older than the attempt.",
    "not_now": "It's being sent or looked up right now: wait a moment.",
}


def outbox(
    post: str | None,
    channel: str | None = None,
    *,
    sent: int | None,
    resend: bool,
    drop: bool,
    as_json: bool,
) -> int:
    """List, or settle one. Exit status 0, or 1 when it could not be settled so."""
    if sum((sent is not None, resend, drop)) > 1:
        raise SettingsWrong(["Choose one of --sent, --resend and --drop."])
    configuration = load_configuration()
    found = on_storage(
        configuration.settings, lambda storage: _pending(storage, configuration, channel)
    )
    name = None if post is None else post.strip().removeprefix("#")
    shown = [each for each in found if name is None or each.parcel.name == name]
    if sent is None and not resend and not drop:
        print(json.dumps([_as_json(each) for each in shown], indent=2)) if as_json else _list(shown)
        return 0
    return _settle(_only(shown), sent=sent, resend=resend)


async def _pending(
    storage: Storage, configuration: Configuration, named: str | None
) -> list[_Waiting]:
    channels = await known_channels(storage, configuration)
    chosen = channels if named is None else (the_channel(channels, named, configuration),)
    return [
        _Waiting(each.name, parcel)
        for each in chosen
        for parcel in await pending(storage=each.storage)
    ]


def _settle(chosen: _Waiting, *, sent: int | None, resend: bool) -> int:
    to: Literal["sent", "resend", "drop"] = "sent" if sent else "resend" if resend else "drop"
    done, where = on_channel(
        chosen.channel,
        lambda channel: verdict(
            storage=channel.storage,
            name=chosen.parcel.name,
            to=to,
            message_id=sent,
            now=datetime.now(UTC),
        ),
    )
    if done in _REFUSALS:
        print(_REFUSALS[done])
        return 1
    what = f"{_title(chosen.parcel)}{where.where}"
    print(
        {
            "recorded": f"{what} is recorded as message {sent} of the {_where([chosen])}.",
            "resent": f"{what} will be sent again. {when_it_happens(where.settings)}",
            "dropped": f"{what} is discarded and won't be sent.",
        }[done]
    )
    return 0


def _only(shown: Sequence[_Waiting]) -> _Waiting:
    """Return the one that is meant; without a name the only one there is."""
    if len(shown) == 1:
        return shown[0]
    if not shown:
        raise SettingsWrong(["Nothing like that is waiting for a decision. See: sotto outbox"])
    names = [f"{each.parcel.name}{_at(each)}" for each in shown]
    raise SettingsWrong([f"Which one? Name it: {', '.join(names)}."])


def _at(each: _Waiting) -> str:
    return "" if each.channel is None else f" --channel {each.channel}"


def _where(found: Sequence[_Waiting]) -> str:
    """Say what a person has to look into."""
    replies = {each.parcel.parcel.kind is ParcelKind.REPLY for each in found}
    both = "channel, or for a reply into its discussion group"
    return both if len(replies) > 1 else "discussion group" if True in replies else "channel"


def _title(each: StuckParcel) -> str:
    """Return ``#12``, ``digest 2026-11-25``, ``reply 12.3``, ``edit of #12``."""
    parcel = each.parcel
    if parcel.kind is ParcelKind.REPLY:
        return f"reply {each.name}"
    if parcel.kind is ParcelKind.CAMPAIGN:
        return f"campaign {each.name}"
    post = f"#{parcel.number}" if parcel.number is not None else f"digest {parcel.day}"
    if parcel.kind in (ParcelKind.CARD, ParcelKind.DIGEST):
        return post
    if parcel.number is None and parcel.day is None:
        return f"{parcel.kind.value} of message {parcel.message_id or '–'}"
    return f"{parcel.kind.value} of {post}"


def _as_json(waiting: _Waiting) -> dict[str, object]:
    each = waiting.parcel
    parcel = each.parcel
    return {
        "channel": waiting.channel,
        "name": each.name,
        "kind": parcel.kind.value,
        "number": parcel.number,
        "day": str(parcel.day) if parcel.day else None,
        "state": parcel.state.value,
        "attempts": parcel.attempts,
        "attempted_at": parcel.attempted_at.isoformat() if parcel.attempted_at else None,
        "why": parcel.why,
        "candidates": list(each.candidates),
    }


def _list(found: Sequence[_Waiting]) -> None:
    console = Console(highlight=False)
    if not found:
        console.print("Nothing is waiting for a decision.")
        return
    several = any(each.channel is not None for each in found)
    columns = ("name", "what", "state", "tried", "last try", "why", "possible message ids")
    table = Table(*(("channel", *columns) if several else columns))
    for waiting in found:
        each = waiting.parcel
        parcel = each.parcel
        tried = f"{parcel.attempted_at:%Y-%m-%d %H:%M:%S} UTC" if parcel.attempted_at else "–"
        cells = (
            each.name,
            _title(each),
            _STATES[parcel.state],
            str(parcel.attempts),
            tried,
            parcel.why or "–",
            ", ".join(map(str, each.candidates)) or "none",
        )
        where = (waiting.channel or "–",) if several else ()
        table.add_row(*(Text(cell) for cell in (*where, *cells)))
    console.print(table)
    which = "NAME --channel CHANNEL" if several else "NAME"
    console.print(
        f"Check the {_where(found)}. If it's there: sotto outbox {which} --sent MESSAGE_ID "
        "(the last "
        "number of its link). If it isn't: --resend, or --drop to discard it."
    )
