"""Many runs: what changes if."""
