"""What judging reads and writes: account statuses, verdicts, decisions, discoveries."""
