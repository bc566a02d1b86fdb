"""A brand's accounts, found from its own web site: begin at `search`."""
