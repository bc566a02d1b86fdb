"""The parts of which messages consist, each from account statuses to rows, cards and figures."""
