"""What a report says: words held as data, figures as they are printed, and sentences made from findings by rules."""
