"""Tools are run by people who install or work on Sotto. The bot itself imports nothing from
here."""
