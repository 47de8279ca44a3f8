"""The journal of acts and of reads of protected details."""
