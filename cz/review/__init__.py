"""What changed between two texts of the plan, by record and field; three texts made one."""
