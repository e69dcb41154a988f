"""Realtime voice service, enhanced and cleaned up: typed, without the statistics."""

import logging
import os
import uuid
from pathlib import Path

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from pydantic import BaseModel

from src.components.detector import load_detector
from src.components.synthesizer import load_synthesizer
from src.components.transcriber import load_transcriber

logger = logging.getLogger("voice")

SAMPLE_RATE = 16000
SILENCE_FRAMES = 12

app = FastAPI(title="realtime-voice")


class SpeakRequest(BaseModel):
    text: str


class Session:
    def __init__(self) -> None:
        self.id = uuid.uuid4().hex
        self.audio = bytearray()
        self.silence = 0
        self.transcripts: list[str] = []


class VoiceServer:
    """Sessions and the pipeline; the parts come from src.components."""

    def __init__(self) -> None:
        self.sessions: dict[str, Session] = {}
        self.detector = None
        self.transcriber = None
        self.synthesizer = None

    async def initialize(self) -> None:
        self.detector = load_detector()
        self.transcriber = load_transcriber()
        self.synthesizer = load_synthesizer(Path("voices/en_US-amy-low.onnx"))

    def open_session(self) -> Session:
        session = Session()
        self.sessions[session.id] = session
        return session

    def close_session(self, session: Session) -> None:
        self.sessions.pop(session.id, None)

    async def process(self, session: Session, frame: bytes) -> str | None:
        if self.detector.is_speech(frame, SAMPLE_RATE):
            session.audio += frame
            session.silence = 0
            return None
        session.silence += 1
        if not session.audio or session.silence < SILENCE_FRAMES:
            return None
        text = await self.transcriber.transcribe(bytes(session.audio), SAMPLE_RATE)
        session.audio.clear()
        session.transcripts.append(text)
        return text


server = VoiceServer()


@app.on_event("startup")
async def startup() -> None:
    await server.initialize()


@app.get("/health")
async def health() -> dict[str, object]:
    return {"status": "ok", "sessions": len(server.sessions)}


@app.post("/speak")
async def speak(request: SpeakRequest) -> dict[str, int]:
    frames = list(server.synthesizer.frames(request.text, SAMPLE_RATE))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket) -> None:
    await websocket.accept()
    session = server.open_session()
    try:
        while True:
            text = await server.process(session, await websocket.receive_bytes())
            if text is not None:
                await websocket.send_json({"session": session.id, "transcript": text})
                for frame in server.synthesizer.frames(text, SAMPLE_RATE):
                    await websocket.send_bytes(frame)
    except WebSocketDisconnect:
        logger.info("session %s closed", session.id)
    finally:
        server.close_session(session)


if __name__ == "__main__":
    uvicorn.run("src.main_enhanced_clean:app", host="0.0.0.0", port=int(os.getenv("PORT", "8000")))
