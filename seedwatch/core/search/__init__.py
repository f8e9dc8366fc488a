"""The query language: grammar, tree, match plan, tokens of the full-text index, ranking, snippets, cursors."""
