"""Alerts tell the operator of each trouble once: in the moderators' chat, or without one in the
log."""

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
        "{post} may or may not be in the channel, and I can’t check. Use “sotto outbox” to "
        "settle it."
    ),
    AlertKind.REFUSED: _("Telegram refuses {post}. See “sotto outbox”."),
    AlertKind.CHANNEL_REFUSED: _(
        "The channel won’t let me post: check that I’m an admin there with the right to post, "
        "and run “sotto doctor”. Nothing is lost; I’ll carry on by myself."
    ),
    AlertKind.POLLER_SILENT: _(
        "Telegram hasn’t sent me any updates for five minutes. I keep trying; see “sotto doctor”."
    ),
    AlertKind.UPDATES_STUCK: _(
        "I can’t confirm to Telegram what it sends me: it’s stuck there, or keeps coming back. "
        "See “sotto status”."
    ),
    AlertKind.COPY_STAYS: _(
        "The discussion group still shows a whisper that was removed: {post}. Please delete it "
        "there, and make me an admin of that group with the right to delete messages."
    ),
    AlertKind.MODERATORS_MOVED: _(
        "This group has become a supergroup, with another number. I’ve followed it, and what’s "
        "waiting for you comes again. The line in my settings should now be: {post}"
    ),
    AlertKind.MODERATORS_MOVED_LEAVING: _(
        "This group has become a supergroup, with another number. I’ve followed it, and what’s "
        "waiting for you comes again. I can no longer reach the old cards above: please delete "
        "them by hand. The line in my settings should now be: {post}"
    ),
    AlertKind.STAGING_MOVED: _(
        "The chat where I look up lost posts has become a supergroup, with another number. I’ve "
        "followed it. The line in my settings should now be: {post}"
    ),
    AlertKind.REPLY_ASIDE: _(
        "{post} may or may not be in the discussion group, and I can’t check. It can be read "
        "with me either way. Use “sotto outbox” to settle it."
    ),
    AlertKind.GROUP_REFUSED: _(
        "The discussion group won’t let me post: check that I’m in it and may write there, and "
        "run “sotto doctor”. Nothing is lost: replies can be read with me, and will go there by "
        "themselves as soon as the group lets them."
    ),
    AlertKind.GROUP_UNLINKED: _(
        "The channel no longer has a discussion group. Nothing is lost: replies can be read "
        "here with me, and will appear under new posts as soon as a group is linked."
    ),
    AlertKind.GROUP_CHANGED: _(
        "The channel now has another discussion group, or the same one under another number. "
        "Replies to new posts go there; those to older ones can be read here with me. What’s in "
        "the old group stays. Please add me to the new one."
    ),
    AlertKind.CHANNEL_STUCK: _(
        "Nothing has reached the channel for five minutes. I keep trying; see “sotto status”."
    ),
}


@dataclass(frozen=True, slots=True)
class Alert:
    kind: AlertKind
    post: str = ""  # "#12", a digest's title, or a link

    def sentence(self, t: Translator) -> str:
        return t(SENTENCES[self.kind], post=self.post)
