"""What others publish, read as it stands: spreadsheets of registrations."""
