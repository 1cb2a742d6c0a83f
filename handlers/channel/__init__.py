"""The channel itself sends reaction counts and posts made by hand."""
