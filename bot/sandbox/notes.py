"""Service messages: what Telegram notes in a private chat by itself, each with a payload.

All that https://core.telegram.org/bots/api#message calls a service message, those that belong to
groups and channels included: topics exist in private chats too, and a bot cannot rely on the rest
staying away.
"""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.messages import Message
from bot.sandbox.people import Person, Place

_DATE = 1_700_000_000
_SOMEBODY: Mapping[str, Any] = {"id": 5_000_000_009, "is_bot": False, "first_name": "Somebody"}
_CHAT: Mapping[str, Any] = {"id": -1_002_000_000_009, "type": "channel", "title": "Elsewhere"}
_FILE: Mapping[str, Any] = {"file_id": "wall", "file_unique_id": "w", "file_size": 9}
_STICKER: Mapping[str, Any] = {
    **_FILE,
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}
_SIZE: Mapping[str, Any] = {**_FILE, "width": 640, "height": 640}
_PAYMENT: Mapping[str, Any] = {
    "currency": "XTR",
    "total_amount": 5,
    "invoice_payload": "a payload",
    "telegram_payment_charge_id": "t1",
    "provider_payment_charge_id": "p1",
}
_GIFT: Mapping[str, Any] = {
    "gift": {"id": "g1", "sticker": _STICKER, "star_count": 15},
    "text": "words with a gift",
}
_SHADE: Mapping[str, Any] = {"name": "a shade", "rarity_per_mille": 5}
_COLOURS = dict.fromkeys(("center_color", "edge_color", "symbol_color", "text_color"), 0)
_UNIQUE: Mapping[str, Any] = {
    "gift_id": "g1",
    "base_name": "Plush",
    "name": "Plush-1",
    "number": 1,
    "model": {**_SHADE, "sticker": _STICKER},
    "symbol": {**_SHADE, "sticker": _STICKER},
    "backdrop": {**_SHADE, "colors": _COLOURS},
}
_TASK: Mapping[str, Any] = {"id": 1, "text": "a task"}
_OPTION: Mapping[str, Any] = {"option_persistent_id": "1", "option_text": "an answer"}

SERVICE: Mapping[str, Any] = {
    "new_chat_members": [_SOMEBODY],
    "left_chat_member": _SOMEBODY,
    "chat_owner_left": {},
    "chat_owner_changed": {"new_owner": _SOMEBODY},
    "new_chat_title": "A title",
    "new_chat_photo": [_SIZE],
    "delete_chat_photo": True,
    "group_chat_created": True,
    "supergroup_chat_created": True,
    "channel_chat_created": True,
    "message_auto_delete_timer_changed": {"message_auto_delete_time": 86_400},
    "migrate_to_chat_id": -1_002_000_000_009,
    "migrate_from_chat_id": -2_000_000_009,
    "pinned_message": {"message_id": 1, "date": 0, "chat": _CHAT},
    "successful_payment": _PAYMENT,
    "refunded_payment": _PAYMENT,
    "users_shared": {"request_id": 1, "users": [{"user_id": 5_000_000_009}]},
    "chat_shared": {"request_id": 1, "chat_id": -1_002_000_000_009},
    "gift": _GIFT,
    "unique_gift": {"gift": _UNIQUE, "origin": "transfer"},
    "gift_upgrade_sent": _GIFT,
    "connected_website": "example.org",
    "write_access_allowed": {"web_app_name": "an app"},
    "passport_data": {
        "data": [],
        "credentials": {"data": "d", "hash": "h", "secret": "s"},
    },
    "proximity_alert_triggered": {"traveler": _SOMEBODY, "watcher": _SOMEBODY, "distance": 10},
    "boost_added": {"boost_count": 1},
    "chat_background_set": {
        "type": {
            "type": "wallpaper",
            "document": _FILE,
            "dark_theme_dimming": 10,
        }
    },
    "checklist_tasks_done": {"marked_as_done_task_ids": [1]},
    "checklist_tasks_added": {"tasks": [_TASK]},
    "poll_option_added": _OPTION,
    "poll_option_deleted": _OPTION,
    "direct_message_price_changed": {"are_direct_messages_enabled": True},
    "paid_message_price_changed": {"paid_message_star_count": 5},
    "forum_topic_created": {"name": "A topic", "icon_color": 7_322_096},
    "forum_topic_edited": {"name": "Another topic"},
    "forum_topic_closed": {},
    "forum_topic_reopened": {},
    "general_forum_topic_hidden": {},
    "general_forum_topic_unhidden": {},
    "giveaway_created": {"prize_star_count": 100},
    "giveaway_completed": {"winner_count": 1},
    "managed_bot_created": {"bot": {**_SOMEBODY, "is_bot": True}},
    "suggested_post_approved": {"send_date": _DATE},
    "suggested_post_approval_failed": {"price": {"currency": "XTR", "amount": 5}},
    "suggested_post_declined": {"comment": "no"},
    "suggested_post_paid": {"currency": "XTR", "amount": 5},
    "suggested_post_refunded": {"reason": "post_deleted"},
    "video_chat_scheduled": {"start_date": _DATE},
    "video_chat_started": {},
    "video_chat_ended": {"duration": 5},
    "video_chat_participants_invited": {"users": [_SOMEBODY]},
    "web_app_data": {"data": "a payload", "button_text": "a button"},
    "a_kind_of_tomorrow": {"about": "something that no library knows yet"},
}
"""Field of a Message -> what stands in it."""


def note(person: Person, kind: str, *, to: Place = None) -> Message:
    """Note something that this person did, as Telegram does."""
    chat = person.place(to)
    return person.world.post(chat, sender=person, service={kind: SERVICE[kind]})
