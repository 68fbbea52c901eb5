"""Meeting the data: what registrations say, how far a run is from them, and which inputs were taken from them."""
