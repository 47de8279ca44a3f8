"""Files of figures as their publishers lay them out: read by the headings, cells kept as such."""
