"""Outgoing e-mail: a ledger, and the one place that talks SMTP."""
