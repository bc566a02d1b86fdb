"""Connectors and addresses tried out without the database: `connectors check|record`, `check`."""
