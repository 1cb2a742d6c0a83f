"""Every sentence of the page, by the name that its HTML and its scripts call it."""

import json
from collections.abc import Mapping
from html import escape
from string import Template

from starlette.requests import Request

from bot.demo.page.spots import SPOTS
from bot.i18n import (
    BY_CODE,
    LANGUAGES,
    SOURCE_LANGUAGE,
    _,
    offered,
    spoken_as,
    translator_for,
)

SENTENCES: Mapping[str, str] = {
    "title": _("Sotto – try it"),
    "promise": _("A Telegram of its own: nothing leaves this machine, and all is gone at the end."),
    "promise_short": _("Nothing leaves this machine."),
    "language": _("Language of this page"),
    "time": _("The time in this world:"),
    "dark": _("Dark colours"),
    "close": _("Close"),
    "never_mind": _("Never mind"),
    # The hint
    "guide": _("Three steps"),
    "guide_write": _("Write to the bot"),
    "guide_publish": _("Publish your card"),
    "guide_wait": _("Let an hour pass"),
    "guide_close": _("Close the hint"),
    "example": _("I still know your number by heart. It is not yours now."),
    "guide_written": _("Here is your card. Press Publish when you like it."),
    "guide_published": _("It’s waiting to be published, mixed with others. Let an hour pass."),
    "guide_done": _("There it is. Nobody can tell who wrote it."),
    # The private chat
    "you_are": _("You are"),
    "bot": _("bot"),
    "works": _("is working…"),
    "wakes": _("waking up…"),
    "chat": _("Private chat with the bot"),
    "low_voice": _("Say it in a low voice."),
    "invitation": _(
        "Write what you’ve never said out loud. It comes back as a picture card. Nobody sees it "
        "until you press Publish, and nobody ever learns your name."
    ),
    "start": _("Start"),
    "attach": _("Attach a photo"),
    "to_bot": _("Message to the bot"),
    "say_it": _("Say it here…"),
    "send": _("Send"),
    "caption": _("{name}: now write its caption"),
    "editing": _("You are editing: the card follows"),
    "answering": _("Your answer to: {words}"),
    "too_big": _("That picture is bigger than 10 MB."),
    # The channel
    "channel": _("The channel"),
    "channels": _("Channels"),
    "channel_named": _("The channel {name}"),
    "public": _("public channel"),
    "morning": _("The first whispers of the morning arrive in a moment."),
    "anyone": _("Anyone can read and react. Nobody sees who wrote."),
    "only_tag": _("Only {tag}. Show all"),
    "post_gone": _("That post is gone."),
    # The groups
    "team": _("The team"),
    "moderators": _("Moderators"),
    "managers": _("Managers"),
    "which_moderator": _("Which moderator you are"),
    "moderators_chat": _("The moderators’ chat"),
    "managers_chat": _("The managers’ group"),
    "needs_person": _("Whatever needs a person comes here: whispers to review, reports, trouble."),
    "campaigns": _(
        "Whoever looks after the community asks a question or posts here, under an honest label. "
        "The moderators approve it first."
    ),
    "new_campaign": _("Start a campaign"),
    "to_moderators": _("Message to the moderators’ chat"),
    "to_managers": _("Message to the managers’ group"),
    "to_group": _("Write to the group…"),
    # The strip
    "world": _("World"),
    "try": _("Try this"),
    "try_reply": _("Reply without a name"),
    "try_read": _("Read the most loved"),
    "try_share": _("Pass a card to a friend"),
    "try_place": _("Add a place"),
    "try_care": _("When someone isn’t well"),
    "try_campaign": _("Ask everybody a question"),
    "share_how": _("Press Share under the card."),
    "place_how": _("Send this, then press the button with the pin under the card."),
    "place_words": _("I still take the tram past your house."),
    "care_how": _("Send this: the bot answers before it shows a card."),
    "care_words": _("I don’t want to live any more."),
    "nothing_yet": _("Nothing has been published yet. Try again in a moment."),
    "waits": _("Time"),
    "shuffled": _("Whispers wait and are published in shuffled order, so the hour says little."),
    "release": _("Next release"),
    "digest": _("Digest"),
    "hour": _("One hour on"),
    "crowd": _("20 others write"),
    "crowd_writes": _("They are writing…"),
    "trouble": _("Break Telegram"),
    "lose": _("Lose half of its answers"),
    "flood": _("Flood limit"),
    "outage": _("Outage"),
    "balance": _("What happened to the whispers"),
    "b_taken": _("received"),
    "b_review": _("in review"),
    "b_mixing": _("mixing"),
    "b_way": _("on its way"),
    "b_out": _("published"),
    "b_ended": _("gone"),
    "b_lost": _("lost"),
    "b_twice": _("posted twice"),
    "stored": _("What is stored now"),
    "look": _("Open the tables"),
    "tables": _("Tables"),
    "table": _("Table {name}"),
    "known": _("{name}’s Telegram number {number} IS in these files."),
    "unknown": _(
        "{name}’s Telegram number {number} isn’t in any of these files: all {size} KB of them were "
        "searched just now."
    ),
    "columns": _("Columns"),
    "tab_chat": _("Chat"),
    "tab_channel": _("Channel"),
    "tab_team": _("Team"),
    # Messages
    "you": _("You"),
    "forwarded": _("Forwarded"),
    "in_reply": _("In reply to: {words}"),
    "picture": _("Picture"),
    "picture_of": _("Picture: {words}"),
    "covered": _("Covered. Show it"),
    "react": _("React"),
    "react_with": _("React with {emoji}"),
    "edit": _("Edit"),
    "delete": _("Delete"),
    "edited": _("edited"),
    "more": _("more"),
    "less": _("less"),
    "hidden": _("Hidden: press to show"),
    "position": _("Send a position"),
    "burnt": _("A message was deleted."),
    "copied": _("Copied."),
    "friend": _("A friend’s chat"),
    "friend_chat": _("A friend’s chat, without the bot"),
    "ended": _("The demo has ended. Start it again with: make demo"),
}


def language_of(request: Request) -> str:
    """Return the language that was chosen on the page, else the first that the browser asks for and
    we speak."""
    asked = [request.query_params.get("lang", "")]
    asked += request.headers.get("accept-language", "").split(",")
    for each in asked:
        code = each.split(";")[0].strip()
        language, short = spoken_as(code)
        if code and language.short == short and language.code in offered():
            return language.code
    return SOURCE_LANGUAGE


def in_language(language: str) -> dict[str, str]:
    """Name -> sentence; the places of the page have their English names as names."""
    t = translator_for(language)
    named = [*SENTENCES.items(), *((spot, spot) for spot in SPOTS)]
    return {name: t(sentence) for name, sentence in named}


def filled(html: str, language: str) -> str:
    """Return the page in a language: ``$name`` is a sentence, ``$lang`` and ``$dir`` the
    language's."""
    told = in_language(language)
    said = {name: escape(sentence) for name, sentence in told.items() if name in SENTENCES}
    kept = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    options = "".join(
        f'<option value="{code}" lang="{code}"{" selected" * (code == language)}>'
        f"{LANGUAGES[code]}</option>"
        for code in offered()
    )
    written = "rtl" if BY_CODE[language].from_the_right else "ltr"
    return Template(html).substitute(
        said, sentences=kept, lang=language, dir=written, languages=options
    )
