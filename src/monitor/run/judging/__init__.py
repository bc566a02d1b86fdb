"""Checks become verdicts: begin at `judging`. Beside it, what reports need to know of a brand's accounts."""
