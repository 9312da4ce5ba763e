"""Claims against gold: alignment, scores, mistakes."""
