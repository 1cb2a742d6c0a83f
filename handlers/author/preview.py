"""The preview: the finished card as a photo that replies to the author's message.

A draft is never stored. It is read anew from the author's message each time, so the card always
shows what is written there now.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import escape

from telegram import InlineKeyboardMarkup

from bot.cards import CannotSet, CardOrder, Imprint, propose_style, style_of
from bot.darkroom.headers import SMALLEST_SIDE, PhotoRefused
from bot.domain.checks import families, inspect
from bot.domain.checks.care import Care, assess
from bot.domain.contacts import Contact, find_contacts
from bot.domain.draft import Contacts, DraftState, check_of
from bot.domain.suggest import suggest
from bot.domain.tagged import Span, carried_over, hide, with_tagged
from bot.domain.whisper import OWN_PHOTO, Look, PictureId
from bot.domain.words import WordsRefused, accept
from bot.flows.moderation.mode import looked_at_first, mode_now
from bot.i18n import Translator
from bot.services import Services
from handlers.author.hello import channel_name
from handlers.author.keyboards import preview_buttons
from handlers.author.promise import looked_at, spelt
from handlers.incoming.private import MessageKind, Note, SentPicture
from handlers.incoming.quote import fitting, quote


@dataclass(frozen=True, slots=True)
class Read:
    """An author's message, read as a draft."""

    words: str = field(repr=False)
    check: bytes
    contacts: tuple[Contact, ...] = ()
    tagged: tuple[Span, ...] = ()  # people named in the words by Telegram's own completion
    covered: bool = False
    own_photo: bool = False
    apart: bool = False  # the picture's message holds no words: they stand under the preview

    def shown(self, state: DraftState) -> str:
        """The words as this state sets them."""
        return hide(self.words, self.contacts) if state.contacts is Contacts.HIDE else self.words

    def findings(self, state: DraftState) -> tuple[str, ...]:
        """What moderators are told of these words; the preview's promise goes by the same."""
        found = set(families(self.shown(state)))
        if self.tagged and state.contacts is not Contacts.HIDE:
            found.add("contact")
        return tuple(sorted(found))


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a message cannot become a card, as the sentence that its author gets."""

    why: str
    alarm: bool = False  # moderators are to know that it happened, and nothing more
    wordless: bool = False  # a picture that may wait for its words


def read(note: Note, services: Services, t: Translator) -> Read | Unreadable:
    """What the author's message says now. Pure but for the limits in ``services``."""
    words = accept(note.text, services.limits)
    if isinstance(words, WordsRefused):
        wordless = words.reason == "empty" and note.kind is MessageKind.PICTURE
        return Unreadable(_refusal(words, t, picture=wordless), wordless=wordless)
    severities = {finding.severity for finding in inspect(words)}
    if "never" in severities:
        return Unreadable(t("I do not publish this: it is about a child, and sexual."), alarm=True)
    if "guarded" in severities and services.settings.moderators is None:
        return Unreadable(t("This would hurt somebody. I do not publish it."))
    own_photo = note.kind is MessageKind.PICTURE
    mark = note.picture.mark if note.picture else ""
    tagged = carried_over(note.text, note.tagged, words) if note.tagged else ()
    return Read(
        words,
        check_of(words, own_photo, mark, tagged=tagged, covered=note.covered and not note.apart),
        with_tagged(words, find_contacts(words), tagged),
        tagged=tagged,
        covered=note.covered,
        own_photo=own_photo,
        apart=note.apart,
    )


def _refusal(refused: WordsRefused, t: Translator, *, picture: bool) -> str:
    if refused.reason == "too_long":
        return t(
            "That is {length} characters, and a card holds {limit}. Shorten it: edit your message, "
            "or send it again.",
            length=t.number(refused.length),
            limit=t.number(refused.limit),
        )
    if refused.reason == "only_links":
        return t("There are only links in it, and links are left out. Tell it in your own words.")
    if picture:
        return t("Send the picture once more, with your words as its caption.")
    return t("I found no words in it. Write what you would like to say.")


def first_state(read_: Read, handle: bytes, services: Services) -> DraftState:
    """The look that is proposed for these words."""
    walk = suggest(read_.words, services.shelf.infos, seed=handle)
    picture = OWN_PHOTO if read_.own_photo else walk[0]
    look = Look(picture, propose_style(read_.words).code)
    return DraftState(handle=handle, check=read_.check, look=look, heavy=read_.covered)


def buttons(
    read_: Read, state: DraftState, services: Services, t: Translator
) -> InlineKeyboardMarkup:
    walk = suggest(read_.words, services.shelf.infos, seed=state.handle)
    return preview_buttons(
        t, state, walk, contacts_found=bool(read_.contacts), own_photo=read_.own_photo
    )


def settled_state(read_: Read, state: DraftState, services: Services) -> DraftState:
    """The same state for what the message says now; a picture or style that is gone, or the
    own photo of a message that has none any more, gives way to a proposal."""
    proposed = first_state(read_, state.handle, services)
    known: set[PictureId] = {info.id for info in services.shelf.infos}
    picture = state.look.picture
    fits = read_.own_photo if picture == OWN_PHOTO else picture in known
    changed = state.check != read_.check
    return replace(
        state,
        check=read_.check,
        look=Look(
            picture if fits else proposed.look.picture,
            style_of(state.look.style).code,
        ),
        contacts=Contacts.UNSEEN if changed else state.contacts,
        heavy=state.heavy or (changed and read_.covered),
    )


async def draw(
    note: Note, read_: Read, state: DraftState, services: Services, t: Translator
) -> bytes | Unreadable:
    """The card in this state, or why it cannot be drawn. Raises TelegramError when the author's
    photo cannot be fetched now."""
    photo: bytes | None = None
    try:
        if state.look.picture == OWN_PHOTO and note.picture is not None:
            photo = await own_picture(note, note.picture, services)
        return await services.studio.card(
            CardOrder(
                words=read_.shown(state),
                picture=state.look.picture,
                photo=photo,
                style=state.look.style,
                imprint=Imprint(services.place.imprint),
                size=services.settings.card_size,
            )
        )
    except CannotSet as cannot:
        return Unreadable(_cannot(cannot, t))
    except PhotoRefused as refused:
        return Unreadable(picture_refusal(refused.reason, t))


async def own_picture(note: Note, picture: SentPicture, services: Services) -> bytes:
    """The author's picture as a clean JPEG, kept while the draft is open. Raises PhotoRefused,
    StudioBusy, TelegramError."""
    now = services.clock.now()
    return await services.own_pictures.of(
        note.route, note.message_id, picture.file, picture.mark, now
    )


def _cannot(cannot: CannotSet, t: Translator) -> str:
    if cannot.reason == "uncovered" and cannot.whole_script:
        return t(
            "I can't write in this script yet, so I can't make a card of it. If you can, send it "
            "in another one."
        )
    if cannot.reason == "uncovered":
        return t(
            "I have no letters for {signs}. Leave them out and send it again; you can edit your "
            "message.",
            signs=escape(" ".join(cannot.clusters[:8])),
        )
    if cannot.reason == "hostile":
        return t("Some signs in it cannot be set as text. Send it again without them.")
    return t("That does not fit on a card. Shorten it a little, or use fewer line breaks.")


def picture_refusal(reason: str, t: Translator) -> str:
    sentences = {
        "animated": t("That picture moves. Send a still one: JPEG, PNG, WebP, HEIC or AVIF."),
        "too_large": t("That picture is too large for me. Send a smaller one."),
        "too_small": t(
            "That picture is too small: on a card it would be a blur. Send one that measures at "
            "least {pixels} pixels on its short side.",
            pixels=t.number(SMALLEST_SIDE),
        ),
        "unsupported": t("I cannot read that picture. Send a JPEG, PNG, WebP, HEIC or AVIF."),
    }
    return sentences.get(reason, t("That picture seems to be damaged. Send another one."))


async def caption(read_: Read, state: DraftState, services: Services, t: Translator) -> str:
    """What stands under the preview: who sees it, when it would be out, what was found. HTML."""
    lines = [t("Only you see this.") + " " + await expectation(read_, state, services, t)]
    if read_.contacts:
        found = ", ".join(escape(contact.text) for contact in read_.contacts[:5])
        lines.append(
            "⚠️ "
            + t("Somebody can be found by this: {found}. Shall I hide it, or keep it?", found=found)
        )
    if state.heavy:
        lines.append("🌫 " + t("It will be covered, with a note that the subject is heavy."))
    if not read_.apart:
        return "\n\n".join(lines)
    words = quote(read_.words, read_.tagged)
    return fitting(
        "\n\n".join([*lines, words]),
        "\n\n".join([t("Only you see this."), *lines[1:], words]),
        quote(read_.words, read_.tagged, plain=True),
    )


def guarded(findings: Collection[str], services: Services) -> bool:
    """Cruelty waits for people in every mode, where there are any."""
    return "cruel" in findings and services.settings.moderators is not None


async def expectation(read_: Read, state: DraftState, services: Services, t: Translator) -> str:
    """When a whisper published now comes out, and who sees it before."""
    mode = await mode_now(storage=services.storage, default=services.settings.moderation_mode)
    care = assess(read_.shown(state)) is not Care.NONE
    findings = read_.findings(state)
    reviewed = looked_at_first(
        mode, lambda: care or bool(findings), guarded=guarded(findings, services)
    )
    now = services.clock.now()
    return promise(services, t, reviewed=reviewed, care=care, published=False, now=now)


def promise(
    services: Services,
    t: Translator,
    *,
    reviewed: bool,
    care: bool,
    published: bool,
    now: datetime,
) -> str:
    """Where and when it comes out: said under the preview, and again once it is published. HTML."""
    if reviewed:
        return looked_at(services, t, care=care, published=published, now=now)
    channel = channel_name(services)
    if services.mixing.instant:
        return (
            t("It appears in {channel} within moments.", channel=channel)
            if published
            else t("Published, it appears in {channel} within moments.", channel=channel)
        )
    zone = services.settings.timezone
    earliest, latest = (moment.astimezone(zone) for moment in services.mixing.window(now))
    window = {
        "channel": channel,
        "start": t.clock(earliest),
        "end": spelt(earliest, latest, t),
        "zone": t.zone(zone),
    }
    if published:
        return t("It appears in {channel} between {start} and {end} ({zone}).", **window)
    return t(
        "Published, it appears in {channel} among others, between {start} and {end} ({zone}).",
        **window,
    )
