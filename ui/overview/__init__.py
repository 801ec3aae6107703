"""What the page Lägesbild shows."""
