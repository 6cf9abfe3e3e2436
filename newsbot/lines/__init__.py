"""What one printed line says: times, credits, meta lines, forms, headlines."""
