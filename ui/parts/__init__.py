"""The parts that pages are composed of, each once."""
