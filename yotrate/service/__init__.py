"""A service's answers: model, checks, spreadsheets, blanks to fill in."""
