"""Django's connection to PostgreSQL, which knows the context."""
