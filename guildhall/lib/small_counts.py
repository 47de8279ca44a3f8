"""How few students a number may not speak of, where others than their own institution read it (R6)."""

FEWEST = 10
