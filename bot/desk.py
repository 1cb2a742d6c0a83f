"""The moderators' chat as the bot uses it. Texts are Telegram HTML.

``bot/botapi/moderators_chat.py`` is the real one. As with the channel, no method raises for
anything that Telegram or the network can do: the end of a call is its value.
"""
