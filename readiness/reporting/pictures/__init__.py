"""What a report draws: statistical figures by matplotlib, small repeated pictures by a template."""
