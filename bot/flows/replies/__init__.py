"""Replies, from Send to the thread, and back: one verb a file."""
