"""Claims against gold: alignment, scores, floors."""
