"""The contact sheet: operators' pictures on a page for this machine alone, to keep, drop and tag.

What it changes are files of the folder; it knows no whisper, and the bot need not run.
"""
