"""What a check brings is taken in: begin at `save_checks`."""
