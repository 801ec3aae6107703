"""The lägesbild: what is known of each area, the key figures, and what changed."""
