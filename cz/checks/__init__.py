"""What is wrong with a plan as loaded, beyond what each record says by itself."""
