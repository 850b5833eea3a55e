"""What is printed: each document from findings to PDF."""
