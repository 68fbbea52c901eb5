"""The server: scenarios, runs and their pages over HTTP, for one computer or for those who have the token."""
