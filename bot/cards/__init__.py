"""Words set over a picture: pure functions from (words, picture, style) to bytes."""
