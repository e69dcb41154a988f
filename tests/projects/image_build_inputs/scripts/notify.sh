#!/bin/sh
. ./local_settings.sh
[ -x scripts/extra.sh ] && scripts/extra.sh
scripts/report.sh
deploy.sh
