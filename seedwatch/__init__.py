"""Seedwatch: a news monitor that starts from seed articles."""
