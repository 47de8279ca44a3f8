"""Bulk e-mail: written once, to people who want it, under the rules that protect employers (C18–C20, N9)."""
