"""Who may sign in and what they may see: accounts, sessions, API tokens, rights."""
