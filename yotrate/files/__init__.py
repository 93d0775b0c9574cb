"""Bytes into plain data with places, and whole-or-nothing writing."""
