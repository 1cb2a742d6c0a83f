"""Renderers: Sotto processes that draw cards for others (``sotto render``), and this side's way to
them. Words and pictures pass in bodies, from memory to memory: they stand in no address, header,
log line or file. Knows neither Telegram nor storage; decides nothing about a card.
"""

IN_USE = "in_use"
"""A renderer that is asked for cards; any other word is the reason why one is not."""
