"""``sotto outbox``: what waits for a person's decision, and the decision."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.data import on_storage, when_it_happens
from bot.domain.parcel import ParcelKind, Progress
from bot.errors import SettingsWrong
from bot.flows.publishing.stuck_parcels import StuckParcel, pending, verdict
from bot.settings import Settings, load_settings

_STATES = {
    Progress.ASIDE: "set aside: may be in the channel or not",
    Progress.REFUSED: "refused by Telegram",
}

_REFUSALS = {
    "unknown_name": "Nothing of that name waits any more: sotto outbox lists what does.",
    "taken_id": "That message is another post, or older than the attempt.",
    "not_now": "It is being sent or looked up just now: wait a moment.",
}


def outbox(post: str | None, *, sent: int | None, resend: bool, drop: bool, as_json: bool) -> int:
    """List, or settle one. Exit status 0, or 1 when it could not be settled so."""
    if sum((sent is not None, resend, drop)) > 1:
        raise SettingsWrong(["Choose one of --sent, --resend and --drop."])
    settings = load_settings()
    found = on_storage(settings, lambda storage: pending(storage=storage))
    shown = [each for each in found if post is None or each.name == post.strip().removeprefix("#")]
    if sent is None and not resend and not drop:
        print(json.dumps([_as_json(each) for each in shown], indent=2)) if as_json else _list(shown)
        return 0
    return _settle(settings, _only(shown), sent=sent, resend=resend)


def _settle(settings: Settings, chosen: StuckParcel, *, sent: int | None, resend: bool) -> int:
    to: Literal["sent", "resend", "drop"] = "sent" if sent else "resend" if resend else "drop"
    done = on_storage(
        settings,
        lambda storage: verdict(
            storage=storage, name=chosen.name, to=to, message_id=sent, now=datetime.now(UTC)
        ),
    )
    if done in _REFUSALS:
        print(_REFUSALS[done])
        return 1
    what = _title(chosen)
    print(
        {
            "recorded": f"{what} is noted as message {sent} of the channel.",
            "resent": f"{what} is sent once more. {when_it_happens(settings)}",
            "dropped": f"{what} is given up and will not be sent.",
        }[done]
    )
    return 0


def _only(shown: Sequence[StuckParcel]) -> StuckParcel:
    """The one that is meant; without a name the only one there is."""
    if len(shown) == 1:
        return shown[0]
    if not shown:
        raise SettingsWrong(["Nothing like that waits for a decision: sotto outbox lists it."])
    raise SettingsWrong([f"Which one? Name it: {', '.join(each.name for each in shown)}."])


def _title(each: StuckParcel) -> str:
    """``#12``, ``digest 2026-11-25``, ``edit of #12``."""
    parcel = each.parcel
    post = f"#{parcel.number}" if parcel.number is not None else f"digest {parcel.day}"
    if parcel.kind in (ParcelKind.CARD, ParcelKind.DIGEST):
        return post
    if parcel.number is None and parcel.day is None:
        return f"{parcel.kind.value} of message {parcel.message_id or '–'}"
    return f"{parcel.kind.value} of {post}"


def _as_json(each: StuckParcel) -> dict[str, object]:
    parcel = each.parcel
    return {
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


def _list(found: Sequence[StuckParcel]) -> None:
    console = Console(highlight=False)
    if not found:
        console.print("Nothing waits for a decision.")
        return
    table = Table("name", "what", "state", "tried", "last try", "why", "message ids it may have")
    for each in found:
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
        table.add_row(*(Text(cell) for cell in cells))
    console.print(table)
    console.print(
        "Look into the channel. In it: sotto outbox NAME --sent MESSAGE_ID (the last number of "
        "its link). Not in it: --resend, or --drop to give it up."
    )
