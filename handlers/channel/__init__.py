"""What comes from the channel itself: reaction counts and posts made by hand."""
