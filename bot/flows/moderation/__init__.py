"""Moderators decide: review, reports, removal, bans and appeals. The bot tells them what waits."""
