"""The database of Push-In: tables, queries, migrations and transactions."""
