"""What is kept, and the only place that knows SQLAlchemy: tables, queries, migrations."""
