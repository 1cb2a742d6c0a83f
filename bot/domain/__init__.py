"""Pure rules: no I/O, no clock, no Telegram, no SQL."""
