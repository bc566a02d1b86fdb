"""Digests and alerts composed and queued, the outbox delivered."""
