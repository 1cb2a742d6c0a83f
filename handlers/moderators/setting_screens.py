"""/settings: what holds, where it comes from, what another value costs; a change takes votes.

Two screens in one message: the list, and one setting with its values as buttons. Enough votes for a
value store it, and the bot begins anew with it."""

from collections.abc import Mapping

from bot.domain.days import local_day
from bot.domain.whisper import FIRST_CHANNEL
from bot.flows.moderation.buttons import Action, Intent, ModeratorButton, button
from bot.flows.moderation.changes import change, changes_now
from bot.flows.moderation.mode import mode_now
from bot.flows.moderation.voting import cast, vote_button
from bot.flows.ports import Rows
from bot.i18n import Translator
from bot.services import ModeratorServices
from bot.settings.changeable import CHANGEABLE, OF_ALL, changed, value_of
from handlers.incoming.moderators import Moderator, ModeratorPress
from handlers.moderators.access import vote_said, voter
from handlers.moderators.setting_texts import NAMES, costs, named, origin, shown
from handlers.pairs import in_pairs

AS_DEPLOYED, TYPED = 98, 99
"""Choices of a button beside those that are listed."""

ACTIONS = (Action.SETTINGS, Action.SETTING, Action.SET)

Face = tuple[str, Rows]


async def face(services: ModeratorServices, t: Translator) -> Face:
    """Return the list, with a button for each."""
    now = await _values(services)
    fields = _offered(services)
    lines = [f"{named(field, t)}: <b>{shown(field, now[field], t)}</b>" for field in fields]
    buttons = [button(named(field, t), Action.SETTING, _subject(field)) for field in fields]
    votes = t.n(
        "A change takes {n} vote.", "A change takes {n} votes.", services.shared.settings.votes
    )
    said = "\n".join(["⚙️ <b>" + t("Settings") + "</b>", *lines, "", votes])
    return said, in_pairs(buttons, lambda each: each.label)


async def typed(
    services: ModeratorServices, member: Moderator, argument: str, t: Translator
) -> Face:
    """Handle ``/settings digest_time 19:30``, which is the first vote for it; without a value it
    shows one."""
    name, _, value = argument.partition(" ")
    field, value = name.lower(), value.strip()
    if field not in _offered(services):
        return await face(services, t)
    if not value:
        return await _screen(services, field, t)
    if changed(services.changes.deployed, field, value) is None:
        return t("That value doesn’t work: {value}", value=shown("", value, t)), ()
    listed = CHANGEABLE[field]
    choice = listed.index(value) if value in listed else TYPED
    await services.changes.proposals.put(field, value, services.shared.clock.now())
    tag = voter(services, member)
    if tag is not None:
        await cast(services.votes, _votes_on(field), tag, str(choice))
    return await _decided(services, field, choice, t) or await _screen(services, field, t)


async def pressed(
    services: ModeratorServices, press: ModeratorPress, intent: Intent, t: Translator
) -> bool:
    """Handle a press. False: there is no such button."""
    field = _field(intent.subject)
    if intent.action is Action.SETTINGS:
        await _rewrite(services, press, await face(services, t))
        return True
    if field is None or field not in _offered(services):
        return False
    if intent.action is Action.SETTING:
        await _rewrite(services, press, await _screen(services, field, t))
        return True
    choice = intent.choice
    if choice is None or (choice != AS_DEPLOYED and await _chosen(services, field, choice) is None):
        return False
    tag = voter(services, press.member)
    if tag is None:
        return True
    vote = await cast(services.votes, _votes_on(field), tag, str(choice))
    done = await _decided(services, field, choice, t)
    await services.shared.chats.answer(press.query, t("Saved.") if done else vote_said(vote, t))
    await _rewrite(services, press, done or await _screen(services, field, t), answered=True)
    return True


async def _decided(
    services: ModeratorServices, field: str, choice: int, t: Translator
) -> Face | None:
    """Store the value once it has enough votes, and let the bot begin anew. None: it has not
    yet."""
    votes = await services.votes.count(_votes_on(field), str(choice))
    if votes < services.shared.settings.votes:
        return None
    await services.votes.forget(_votes_on(field))
    shared = services.shared
    value = None if choice == AS_DEPLOYED else await _chosen(services, field, choice)
    await change(
        storage=shared.storage,
        deployed=services.changes.deployed,
        field=field,
        value=value,
        day=local_day(shared.clock.now(), shared.settings.timezone),
    )
    if field != "moderation":  # who looks first is looked up each time
        services.changes.begin_anew()
    after = value if value is not None else value_of(services.changes.deployed, field)
    said = t("{name} is now {value}.", name=named(field, t), value=shown(field, after, t))
    if field != "moderation":
        said += " " + t("I’m restarting to apply it. This takes a few seconds.")
    return "⚙️ " + said, [[button("‹ " + t("Settings"), Action.SETTINGS)]]


async def _screen(services: ModeratorServices, field: str, t: Translator) -> Face:
    """Show one setting, and a button for each of its other values."""
    now = (await _values(services))[field]
    voted = await _is_voted(services, field)
    lines = [
        f"⚙️ <b>{named(field, t)}</b>: {shown(field, now, t)}",
        origin(field, services.changes.deployed, voted=voted, t=t),
        "",
        *costs(field, t),
    ]
    values = [
        await _vote(services, field, at, value, t)
        for at, value in enumerate(CHANGEABLE[field])
        if value != now
    ]
    proposed = await services.changes.proposals.get(field, services.shared.clock.now())
    if proposed is not None and proposed not in (now, *CHANGEABLE[field]):
        values.append(await _vote(services, field, TYPED, proposed[:24], t))
    rows = [values[at : at + 2] for at in range(0, len(values), 2)]
    if voted:
        rows.append([await _vote(services, field, AS_DEPLOYED, "↩️ " + t("As deployed"), t)])
    rows.append([button("‹ " + t("Settings"), Action.SETTINGS)])
    return "\n".join(lines), rows


async def _vote(
    services: ModeratorServices, field: str, choice: int, label: str, t: Translator
) -> ModeratorButton:
    votes = await services.votes.count(_votes_on(field), str(choice))
    needed, subject = services.shared.settings.votes, _subject(field)
    counted = vote_button(label, votes, needed, Action.SET, subject, t=t)
    return button(counted.label, Action.SET, subject, choice)


async def _rewrite(
    services: ModeratorServices, press: ModeratorPress, new: Face, *, answered: bool = False
) -> None:
    if not answered:
        await services.shared.chats.answer(press.query)
    if services.moderators_chat is not None:
        await services.moderators_chat.rewrite(press.message_id, new[0], rows=new[1])


async def _values(services: ModeratorServices) -> Mapping[str, str]:
    settings = services.shared.settings
    values = {field: value_of(settings, field) for field in NAMES}
    mode = await mode_now(storage=services.shared.storage, default=settings.moderation_mode)
    return {**values, "moderation": mode}


async def _is_voted(services: ModeratorServices, field: str) -> bool:
    if field == "moderation":
        deployed = services.changes.deployed.moderation_mode
        return await mode_now(storage=services.shared.storage, default=deployed) != deployed
    return field in await changes_now(storage=services.shared.storage)


async def _chosen(services: ModeratorServices, field: str, choice: int) -> str | None:
    """Return the value behind a button. None: none of ours, or typed before the last start."""
    if choice == TYPED:
        return await services.changes.proposals.get(field, services.shared.clock.now())
    listed = CHANGEABLE[field]
    return listed[choice] if choice < len(listed) else None


def _offered(services: ModeratorServices) -> list[str]:
    """Return the settings offered here. What is one for all channels is changed in the first one's
    chat; campaigns where there is a group that makes them."""
    left = set() if services.shared.place.key == FIRST_CHANNEL else set(OF_ALL)
    if services.shared.settings.campaigns is None:
        left.add("campaigns_a_day")
    return [field for field in NAMES if field not in left]


def _subject(field: str) -> str:
    """Return a field as a button carries it: capitals alone."""
    return field.replace("_", "").upper()


def _field(subject: str) -> str | None:
    return next((field for field in NAMES if _subject(field) == subject), None)


def _votes_on(field: str) -> str:
    return f"setting {field}"
