"""The files of a repository: on disk, in the index and in commits."""
