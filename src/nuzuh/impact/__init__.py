"""What people live through, and what they need: from a result and its scenario."""
