"""Pages and JSON over the archive: answers to questions, nothing is written here."""
