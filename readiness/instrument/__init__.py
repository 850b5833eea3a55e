"""What is asked: instruments as frozen types, read from files, checked, and laid out for one person."""
