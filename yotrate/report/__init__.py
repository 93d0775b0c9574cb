"""Results as something to read or to compute with; reports know results, never files."""
