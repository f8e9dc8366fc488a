"""Title, authors, dates and metadata of a page."""
