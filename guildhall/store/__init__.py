"""Writing many rows at once: one INSERT or UPDATE for a block. No models of its own."""
