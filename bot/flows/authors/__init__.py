"""What an author does: propose a card, publish it, follow its receipt, and the release from the
pool."""
