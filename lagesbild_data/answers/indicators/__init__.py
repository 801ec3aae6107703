"""What indicators, the problemindex among them, were and did."""
