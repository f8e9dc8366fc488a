"""Records and pure functions: no network, no files, no clock."""
