"""An assessment that takes answers: links, posters, invitations, reminders and response rates."""
