"""From words to placed glyphs: graphemes, line breaks, fonts, direction, fitting. No pixel is
drawn here."""
