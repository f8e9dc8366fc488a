"""Finding themes in texts: patterns, scores, the tagger, the learned part."""
