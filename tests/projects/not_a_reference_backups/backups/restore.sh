pg_restore -d tides latest.dump
