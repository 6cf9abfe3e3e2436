"""Pages as blocks, and what each block is."""
