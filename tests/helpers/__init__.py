"""What tests share. Tests import from here and from no other test."""
