"""What a project's findings add up to, for people: the map, the figures and the plan of a consolidation."""
