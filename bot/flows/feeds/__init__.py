"""What readers see of the channels in a private chat and in any chat by inline mode."""
