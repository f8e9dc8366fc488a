"""Theme files: records, parsing with line numbers, checks, expansion by the lexicon."""
