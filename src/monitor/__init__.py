"""Account health monitor: which managed accounts does nobody animate any more, and what to do about it."""

__version__ = "0.1.0"
