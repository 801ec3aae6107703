"""Writing follow-ups under the chosen activity."""
