"""The language server: the findings of a project in an editor, in every kind of file, for unsaved text too."""
