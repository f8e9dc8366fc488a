"""Worker processes: the pool, the tasks that run in it, what it imports beforehand."""
