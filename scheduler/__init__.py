"""When what runs: a clock that starts commands as children; all state is in the database."""
