"""What belongs to readers, not to the archive: what they have seen, what they look for again, their keys."""
