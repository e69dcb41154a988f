#!/bin/sh
# Starts the service inside the image; PORT and LOG_LEVEL come from the environment.
set -eu

MAIN_FILE="main.py"
PORT="${PORT:-8000}"
LOG_LEVEL="${LOG_LEVEL:-info}"

log() {
    printf '%s %s\n' "$(date -u +%H:%M:%S)" "$*"
}

wait_for_voice() {
    for attempt in 1 2 3 4 5; do
        [ -f "$VOICE_FILE" ] && return 0
        log "waiting for $VOICE_FILE (attempt $attempt)"
        sleep 2
    done
    log "no voice file, tones will be used"
}

if [ -n "${VOICE_FILE:-}" ]; then
    wait_for_voice
fi

log "starting on port $PORT"
exec uvicorn $MAIN_FILE:app --host 0.0.0.0 --port "$PORT" --log-level "$LOG_LEVEL"
