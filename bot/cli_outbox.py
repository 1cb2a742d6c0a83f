"""``sotto outbox``: what waits for a person's decision, and the decision."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli_database import on_storage, when_it_happens
from bot.domain.parcel import Progress
from bot.errors import SettingsWrong
from bot.flows.by_hand import OpenParcel, give_up, it_is_there, open_parcels, send_again
from bot.settings import load_settings

_STATES = {
    Progress.ASIDE: "set aside: may be in the channel or not",
    Progress.REFUSED: "refused by Telegram",
    Progress.UNKNOWN: "being looked up",
}

_REFUSALS = {
    "settled": "It was settled meanwhile: sotto outbox shows what is left.",
    "no_post": "It changes a post and makes none, so it has no message id of its own.",
    "taken": "That message is another of the bot's posts.",
    "no_such": "That message is older than the attempt, so it cannot be this post.",
}


def outbox(post: str | None, *, sent: int | None, resend: bool, drop: bool, as_json: bool) -> int:
    """List, or settle one. Exit status 0, or 1 when it could not be settled so."""
    if sum((sent is not None, resend, drop)) > 1:
        raise SettingsWrong(["Choose one of --sent, --resend and --drop."])
    settings = load_settings()
    found = on_storage(settings, lambda storage: open_parcels(storage=storage))
    if sent is None and not resend and not drop:
        shown = found if post is None else _matching(found, post)
        print(json.dumps([_as_json(each) for each in shown], indent=2)) if as_json else _list(shown)
        return 0
    chosen = _chosen(found, post)
    key = chosen.parcel.key
    if sent is not None:
        done = on_storage(
            settings,
            lambda storage: it_is_there(
                storage=storage, key=key, message_id=sent, now=datetime.now(UTC)
            ),
        )
        said = f"{chosen.name} is noted as message {sent} of the channel."
    elif resend:
        done = on_storage(settings, lambda storage: send_again(storage=storage, key=key))
        said = f"{chosen.name} is sent once more. {when_it_happens(settings)}"
    else:
        done = on_storage(settings, lambda storage: give_up(storage=storage, key=key))
        said = f"{chosen.name} is given up and will not be sent."
    print(said if done == "done" else _REFUSALS[done])
    return 0 if done == "done" else 1


def _chosen(found: Sequence[OpenParcel], post: str | None) -> OpenParcel:
    """The one that is meant; without a name the only one there is."""
    matching = found if post is None else _matching(found, post)
    if len(matching) == 1:
        return matching[0]
    if not matching:
        raise SettingsWrong(["Nothing like that waits for a decision: sotto outbox lists it."])
    names = ", ".join(f"{_handle(each)} ({each.name})" for each in matching)
    raise SettingsWrong([f"Which one? Name it by its handle: {names}."])


def _matching(found: Sequence[OpenParcel], post: str) -> list[OpenParcel]:
    """By handle, by number (12 or #12) or by a digest's day."""
    wanted = post.strip().removeprefix("#").lower()
    return [
        each
        for each in found
        if wanted in (str(each.parcel.number), str(each.parcel.day))
        or (re.fullmatch(r"[0-9a-f]{8}", wanted) and _handle(each) == wanted)
    ]


def _handle(each: OpenParcel) -> str:
    return each.parcel.key.hex()[:8]


def _as_json(each: OpenParcel) -> dict[str, object]:
    parcel = each.parcel
    return {
        "handle": _handle(each),
        "name": each.name,
        "kind": parcel.kind.value,
        "number": parcel.number,
        "day": str(parcel.day) if parcel.day else None,
        "state": parcel.state.value,
        "attempts": parcel.attempts,
        "attempted_at": parcel.attempted_at.isoformat() if parcel.attempted_at else None,
        "why": parcel.why,
        "gaps": list(each.gaps),
    }


def _list(found: Sequence[OpenParcel]) -> None:
    console = Console(highlight=False)
    if not found:
        console.print("Nothing waits for a decision.")
        return
    table = Table("handle", "what", "state", "tried", "last try", "why", "message ids it may have")
    for each in found:
        parcel = each.parcel
        tried = f"{parcel.attempted_at:%Y-%m-%d %H:%M:%S} UTC" if parcel.attempted_at else "–"
        table.add_row(
            *(
                Text(cell)
                for cell in (
                    _handle(each),
                    each.name,
                    _STATES[parcel.state],
                    str(parcel.attempts),
                    tried,
                    parcel.why or "–",
                    ", ".join(map(str, each.gaps)) or "none",
                )
            )
        )
    console.print(table)
    console.print(
        "Look into the channel. In it: sotto outbox HANDLE --sent MESSAGE_ID (the last number of "
        "its link). Not in it: --resend, or --drop to give it up."
    )
