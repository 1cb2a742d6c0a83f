"""From a layout and a picture to pixels: background, letters, card, poster, chart."""
