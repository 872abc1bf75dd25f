"""What the roll-up decides and computes, without a database."""
