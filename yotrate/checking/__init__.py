"""Plain data into models: all that is wrong, in our words."""
