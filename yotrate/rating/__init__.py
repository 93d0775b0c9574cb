"""Framework and service into a result."""
