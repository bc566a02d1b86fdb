"""What the facts mean: silence, rhythm, outlook, cadence, copies, replies, hours. Pure; no rule for what to say."""
