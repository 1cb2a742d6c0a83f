"""What is run by those who install or work on Sotto. The bot itself imports nothing from here."""
