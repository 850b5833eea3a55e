"""Who people are, what they may do, and a log of what they did that nobody can edit."""
