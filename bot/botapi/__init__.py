"""The only room of the bot that calls Telegram, and the way its updates come in.

Every call ends as a value (``bot.domain.outcome``). Nothing here decides what to do: flows do.
"""
