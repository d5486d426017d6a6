"""The door of the queue: reads documents and makes records, one forked work-horse a job."""
