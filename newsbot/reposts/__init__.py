"""Which pages are one report, and which copy stands for it. Pure functions on texts and numbers; what lasts is the ledger's affair.

fingerprints → candidates → alignment and veto → relations → clusters → choice
"""
