"""What is kept: articles, addresses, page outcomes, copies, tags, event log, raw pages, fingerprint keys, layouts."""
