"""The demo: a whole bot on a Telegram of its own, in the browser (``page``) or in the terminal."""
