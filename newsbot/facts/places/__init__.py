"""The place of a report: names of divisions found in its text, weighed, and resolved in the gazetteer."""
