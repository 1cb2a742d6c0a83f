"""What the operator is told, once each: in the moderators' chat, or without one in the log."""

from dataclasses import dataclass
from enum import StrEnum

from bot.i18n import Translator, _


class AlertKind(StrEnum):
    SET_ASIDE = "set_aside"
    REFUSED = "refused"
    CHANNEL_REFUSED = "channel_refused"
    CHANNEL_STUCK = "channel_stuck"
    POLLER_SILENT = "poller_silent"
    UPDATES_STUCK = "updates_stuck"
    COPY_STAYS = "copy_stays"
    MODERATORS_MOVED = "moderators_moved"
    MODERATORS_MOVED_LEAVING = "moderators_moved_leaving"
    STAGING_MOVED = "staging_moved"
    REPLY_ASIDE = "reply_aside"
    GROUP_REFUSED = "group_refused"
    GROUP_UNLINKED = "group_unlinked"
    GROUP_CHANGED = "group_changed"


SENTENCES = {
    AlertKind.SET_ASIDE: _(
        "{post} may or may not be in the channel and cannot be looked up. "
        "See “sotto outbox” to settle it."
    ),
    AlertKind.REFUSED: _("Telegram refuses {post}. See “sotto outbox”."),
    AlertKind.CHANNEL_REFUSED: _(
        "The channel refuses the bot: check that it is an admin there that may post, "
        "and run “sotto doctor”. Nothing is lost; it goes on by itself."
    ),
    AlertKind.POLLER_SILENT: _(
        "Telegram has brought me no updates for five minutes. I go on trying; see “sotto doctor”."
    ),
    AlertKind.UPDATES_STUCK: _(
        "I cannot confirm to Telegram what it brings me: it waits there, or comes again and again. "
        "See “sotto status”."
    ),
    AlertKind.COPY_STAYS: _(
        "The discussion group still shows a whisper that was taken down: {post}. Please delete it "
        "there, and make me an administrator of that group who may delete messages."
    ),
    AlertKind.MODERATORS_MOVED: _(
        "This group has become a supergroup, with another number. I have followed by myself, and "
        "what waits for you comes again. In my settings the line should now be: {post}"
    ),
    AlertKind.MODERATORS_MOVED_LEAVING: _(
        "This group has become a supergroup, with another number. I have followed by myself, and "
        "what waits for you comes again. The old cards above I can no longer reach: please delete "
        "them by hand. In my settings the line should now be: {post}"
    ),
    AlertKind.STAGING_MOVED: _(
        "The chat in which I look lost posts up has become a supergroup, with another number. I "
        "have followed by myself. In my settings the line should now be: {post}"
    ),
    AlertKind.REPLY_ASIDE: _(
        "{post} may or may not be in the discussion group and cannot be looked up. It can be read "
        "with me in any case. See “sotto outbox” to settle it."
    ),
    AlertKind.GROUP_REFUSED: _(
        "The discussion group refuses me: check that I am in it and may write there, and run "
        "“sotto doctor”. Nothing is lost: replies can be read with me, and go there by themselves "
        "as soon as it takes them."
    ),
    AlertKind.GROUP_UNLINKED: _(
        "The channel has no discussion group any more. Nothing is lost: replies can be read with "
        "me, and stand under new posts as soon as a group is linked."
    ),
    AlertKind.GROUP_CHANGED: _(
        "The channel has another discussion group now, or the same under another number. Replies "
        "to new posts go there, those to older ones can be read with me. What stands in the old "
        "group stays; please take me into the new one."
    ),
    AlertKind.CHANNEL_STUCK: _(
        "Nothing has gone to the channel for five minutes. It is tried on; see “sotto status”."
    ),
}


@dataclass(frozen=True, slots=True)
class Alert:
    kind: AlertKind
    post: str = ""  # "#12", a digest's title, or a link

    def sentence(self, t: Translator) -> str:
        return t(SENTENCES[self.kind], post=self.post)
