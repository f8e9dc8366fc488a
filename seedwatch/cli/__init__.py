"""The command line. Modules here load only the standard library and typer at first, so a start is quick."""
