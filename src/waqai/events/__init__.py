"""Claims of many documents -> events: traits, candidates, comparisons, judgements, clusters, views, policies."""
