"""The steps in their order. Each may be left out, and taken again at the next run."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar

from bot.ops.doctor.bot_api import Unreachable
from bot.ops.setup.bot_step import Connect, free_updates, meet_bot
from bot.ops.setup.channel_step import address_of, find_channel
from bot.ops.setup.discussion_step import join_discussion
from bot.ops.setup.listener import ChatListener
from bot.ops.setup.moderators_step import find_moderators
from bot.ops.setup.preferences_step import ask_language, ask_zone
from bot.ops.setup.session import Session
from bot.ops.setup.terminal import Terminal, agreed
from bot.settings.environment import name_in_environment

T = TypeVar("T")


async def guide(
    terminal: Terminal,
    connect: Connect,
    *,
    allowed: Sequence[str],
    known: Mapping[str, str],
    fixed: Collection[str],
    only_bot: bool = False,
) -> dict[str, str]:
    """Ask for all settings, and return what is to be written, by field. ``known`` is set already;
    what is ``fixed`` stands in the environment, where a file cannot change it. ``only_bot``:
    another file names the channels."""
    terminal.heading("The bot")
    if "token" in fixed:
        _stands(terminal, "token")
    token, me = await meet_bot(terminal, connect, known.get("token"))
    answers = {"token": token}
    async with connect(token) as api:
        await _patiently(terminal, lambda: free_updates(terminal, api))
        if not only_bot:
            session = Session(terminal, api, ChatListener(api, allowed, terminal), me, known)
            answers |= await _places(session, fixed)
    if not only_bot:
        answers |= await _taste(terminal, known, fixed)
    return {field: value for field, value in answers.items() if field not in fixed}


async def _places(session: Session, fixed: Collection[str]) -> dict[str, str]:
    """Ask for the channel, its moderators, its discussion group."""
    terminal, answers = session.terminal, dict[str, str]()
    terminal.heading("The channel")
    chat = await _unless_fixed(session, fixed, "channel", lambda: find_channel(session))
    channel = address_of(chat) if chat else session.known.get("channel")
    if chat:
        answers["channel"] = address_of(chat)
    linked = chat.get("linked_chat_id") if chat else None
    terminal.heading("The moderators")
    moderators = await _unless_fixed(
        session,
        fixed,
        "moderators",
        lambda: find_moderators(session, channel or "@channel", linked),
    )
    if moderators is not None:
        answers["moderators"] = str(moderators)
    if chat:
        terminal.heading("Replies")
        await _patiently(terminal, lambda: join_discussion(session, linked))
    return answers


async def _taste(
    terminal: Terminal, known: Mapping[str, str], fixed: Collection[str]
) -> dict[str, str]:
    answers: dict[str, str] = {}
    terminal.heading("Your readers")
    if "timezone" not in fixed:
        answers["timezone"] = await ask_zone(terminal, known.get("timezone"))
    if "language" not in fixed:
        answers["language"] = await ask_language(terminal, known.get("language"))
    return answers


async def _unless_fixed(
    session: Session,
    fixed: Collection[str],
    field: str,
    step: Callable[[], Awaitable[T | None]],
) -> T | None:
    if field in fixed:
        _stands(session.terminal, field)
        return None
    return await _patiently(session.terminal, step)


def _stands(terminal: Terminal, field: str) -> None:
    name = name_in_environment(field)
    terminal.say(
        f"{name} is set in the environment, which takes precedence over .env, so it stays."
    )


async def _patiently(terminal: Terminal, step: Callable[[], Awaitable[T]]) -> T | None:
    """Return what the step gives. None: Telegram cannot be reached, and the operator goes on
    without it."""
    while True:
        try:
            return await step()
        except Unreachable as error:
            terminal.say(f"Telegram isn't answering ({error}).", "warned")
        if not await agreed(terminal, "Try this step again?"):
            return None


def texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the values that are set, as texts for a file."""
    return {field: str(value) for field, value in values.items() if value not in (None, "")}
