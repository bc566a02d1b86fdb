"""One check of one account as a conversation: begin at `observe`."""
