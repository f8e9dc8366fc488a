"""The use cases: what commands, pages and programs ask for, without a command line and without printing."""
