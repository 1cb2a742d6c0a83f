"""Readers see the channels' whispers in a private chat, and in any chat by inline mode. Feeds
change nothing that is published."""
