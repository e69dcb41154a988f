"""Analysis of a repository: resolved references, container images, scopes and the roles of their modules."""
