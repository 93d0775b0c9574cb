"""A standards framework: model, rules, checks, vectors, the bundled ones."""
