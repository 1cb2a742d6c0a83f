"""What the bot answers to readers who report."""
