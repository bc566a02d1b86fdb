"""Due accounts are checked: begin at `cycle`; one check is carried out by `checker`."""
