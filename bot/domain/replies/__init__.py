"""Replies to a whisper: what one is, and the names under which people reply. Nothing in here knows
who wrote one."""
