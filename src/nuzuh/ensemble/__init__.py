"""What many runs say: what people live through, and what they need."""
