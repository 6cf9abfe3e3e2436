"""What accompanies a run: its ledger, its record, its end."""
