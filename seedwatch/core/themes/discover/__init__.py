"""New themes: a draft from seed articles, key terms, rising terms."""
