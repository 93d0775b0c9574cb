"""A report to hand over: one HTML page."""
