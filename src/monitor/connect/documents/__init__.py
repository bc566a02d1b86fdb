"""Documents as plain values: begin at `decode`."""
