"""Opening a database and writing to it: connections, the batch writer, driver errors, folder lock, dialects."""
