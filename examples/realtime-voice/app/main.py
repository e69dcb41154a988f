"""Realtime voice service."""

import logging

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

logger = logging.getLogger("voice")

app = FastAPI(title="realtime-voice")

connections: set[WebSocket] = set()


@app.get("/health")
async def health() -> dict[str, object]:
    return {"status": "ok", "sessions": len(connections)}


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket) -> None:
    await websocket.accept()
    connections.add(websocket)
    try:
        while True:
            frame = await websocket.receive_bytes()
            # No model yet: send the audio back, so that clients can be written.
            await websocket.send_json({"received": len(frame)})
            await websocket.send_bytes(frame)
    except WebSocketDisconnect:
        logger.info("closed")
    finally:
        connections.discard(websocket)
