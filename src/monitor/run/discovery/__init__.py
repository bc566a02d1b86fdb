"""The brands' own sites and the communities of their audiences, read by schedule or on demand."""
