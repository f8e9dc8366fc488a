"""The stages that an article passes, the worker processes, the WARC store, and the same work on files."""
