"""Recorded answers of networks: replayed, and made without secrets and people."""
