"""Pages that list articles of invented outlets, with what they list; the guide is beside this file."""
