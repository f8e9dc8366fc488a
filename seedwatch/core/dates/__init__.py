"""Date parsing: strings of news pages and feeds, read without guessing: what cannot be read stays unknown."""
