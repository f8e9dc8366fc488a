"""What is to be done and what ran: the queue and the runs."""
