"""What a site prints on its pages whatever they report: told from what recurs on pages of other texts, never from one page alone."""
