"""A Telegram on your own machine: a world model and the Bot API server that is its face."""
