"""The command line. At load time modules here import only the standard library and typer: a start is quick."""
