"""The whole project: its scopes, modules and images, where each reference leads, and who is what."""
