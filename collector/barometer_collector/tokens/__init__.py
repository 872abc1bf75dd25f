"""Who may ask for a blind token, and the notes of who did: the one room that knows people and keys at once."""
