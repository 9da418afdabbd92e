"""The commands, one a file of its name: what is asked, what is worked out, what is shown."""
