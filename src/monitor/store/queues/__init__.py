"""What waits for its turn, by lease or by day: due accounts, messages, alerts, communities, the one daemon."""
