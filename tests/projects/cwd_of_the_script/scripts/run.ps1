$Root = Split-Path -Parent $PSScriptRoot
Push-Location $Root
python main.py
python "$PSScriptRoot\seed.py"
python seed.py
Pop-Location
