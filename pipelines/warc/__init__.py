"""Raw pages on disk as WARC files."""
