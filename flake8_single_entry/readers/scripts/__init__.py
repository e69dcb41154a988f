"""Shell, batch and PowerShell files."""
