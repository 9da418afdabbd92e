"""Forms that units fill in and send back: what is asked, and what the cells that come back mean."""
