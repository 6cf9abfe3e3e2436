"""What goes on beside a crawl: the run and the signals around it, coverage, heartbeat, progress, the table at the end."""
