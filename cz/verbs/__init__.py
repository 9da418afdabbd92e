"""Each verb of the command line as a plain function; ``today`` is always passed in."""
