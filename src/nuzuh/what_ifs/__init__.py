"""What changes if: scenarios made from others."""
