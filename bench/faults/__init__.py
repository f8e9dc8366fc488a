"""Long proofs with real schedulers, crawls and kills: `python -m pytest bench/faults`."""
