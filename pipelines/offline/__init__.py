"""The same functions on files and on stored pages, without a crawl."""
