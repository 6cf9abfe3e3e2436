"""The report: one HTML file for a ledger or a file of rows, with its script and its style."""
