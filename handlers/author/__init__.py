"""What the bot answers in a private chat to somebody who writes."""
