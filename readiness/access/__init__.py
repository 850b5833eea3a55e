"""Who may see what: accounts, roles, sessions and the audit log; an empty room until leads sign in."""
