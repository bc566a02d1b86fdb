"""What connectors/*.toml says of a network, checked and compiled: begin at `manifest`; `catalogue` holds them all."""
