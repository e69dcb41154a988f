#!/bin/bash
main() {
    python main.py
}
main "$@"
coverage.py --version
rst2html.py notes.rst
huey_consumer.py --help
git checkout main
git push origin main
echo "discord.py is a library"
