"""Telegram in, words out: one file per conversation."""
