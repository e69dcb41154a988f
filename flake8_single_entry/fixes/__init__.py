"""What ``fix`` changes: planned in memory, checked by judging the changed repository, then written."""
