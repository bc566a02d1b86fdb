"""What other programs show: an Atom feed and an iCalendar file."""
