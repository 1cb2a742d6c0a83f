"""``sotto setup``: from a token to a bot that is ready, by questions in a terminal.

``guide`` is the order of the steps; each step is a file: ``bot_step``, ``channel_step``,
``moderators_step``, ``discussion_step``, ``preferences_step``. ``listener`` hears into which chats
the bot is taken. Nothing is written before all has been asked (``env_file``), and nothing is made
at Telegram: channels and groups are their owner's. What the terminal looks like is ``bot/cli``'s.
"""
