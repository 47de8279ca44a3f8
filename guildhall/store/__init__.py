"""Writing many rows at once: COPY in, and one UPDATE for a block. No models of its own."""
