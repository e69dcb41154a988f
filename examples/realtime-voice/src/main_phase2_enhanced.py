"""Realtime voice service, phase 2 enhanced: broadcast to observers, on top of the complete version."""

import logging
import os
import uuid
from contextlib import asynccontextmanager
from pathlib import Path

import uvicorn
from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from src.components.detector import load_detector
from src.components.metrics import Metrics
from src.components.synthesizer import load_synthesizer
from src.components.transcriber import load_transcriber

logger = logging.getLogger("voice.phase2.enhanced")

SAMPLE_RATE = int(os.getenv("VOICE_SAMPLE_RATE", "16000"))
SILENCE_FRAMES = 12
MAX_SESSIONS = 64


class SpeakRequest(BaseModel):
    text: str


class Session:
    def __init__(self):
        self.id = uuid.uuid4().hex
        self.audio = bytearray()
        self.silence = 0
        self.transcripts = []


class VoiceService:
    def __init__(self):
        self.metrics = Metrics()
        self.sessions = {}
        self.observers = set()
        self.ready = False

    async def start(self):
        self.detector = load_detector()
        self.transcriber = load_transcriber()
        self.synthesizer = load_synthesizer(Path("voices/en_US-amy-low.onnx"))
        self.ready = True

    async def stop(self):
        self.ready = False
        self.sessions.clear()

    def components(self):
        return {
            "detector": self.detector.name,
            "transcriber": self.transcriber.name,
            "synthesizer": self.synthesizer.name,
        }

    def open_session(self):
        if len(self.sessions) >= MAX_SESSIONS:
            raise HTTPException(status_code=503, detail="too many sessions")
        session = Session()
        self.sessions[session.id] = session
        return session

    async def broadcast(self, message):
        for observer in list(self.observers):
            try:
                await observer.send_json(message)
            except RuntimeError:
                self.observers.discard(observer)

    def close_session(self, session):
        self.sessions.pop(session.id, None)

    async def accept(self, session, frame):
        if self.detector.is_speech(frame, SAMPLE_RATE):
            session.audio += frame
            session.silence = 0
            return None
        session.silence += 1
        if not session.audio or session.silence < SILENCE_FRAMES:
            return None
        with self.metrics.timed("transcription"):
            text = await self.transcriber.transcribe(bytes(session.audio), SAMPLE_RATE)
        session.audio.clear()
        session.transcripts.append(text)
        return text


service = VoiceService()


@asynccontextmanager
async def lifespan(app: FastAPI):
    await service.start()
    yield
    await service.stop()


app = FastAPI(title="realtime-voice-phase2-enhanced", lifespan=lifespan)


@app.get("/health")
async def health():
    return {"status": "ok" if service.ready else "starting", "components": service.components()}


@app.get("/metrics", response_class=PlainTextResponse)
async def metrics():
    return service.metrics.render()


@app.post("/speak")
async def speak(request: SpeakRequest):
    frames = list(service.synthesizer.frames(request.text, SAMPLE_RATE))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@app.websocket("/ws/observe")
async def observe(websocket: WebSocket):
    await websocket.accept()
    service.observers.add(websocket)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        service.observers.discard(websocket)


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket):
    await websocket.accept()
    session = service.open_session()
    try:
        while True:
            text = await service.accept(session, await websocket.receive_bytes())
            if text is not None:
                await websocket.send_json({"session": session.id, "transcript": text})
                await service.broadcast({"session": session.id, "transcript": text})
                for frame in service.synthesizer.frames(text, SAMPLE_RATE):
                    await websocket.send_bytes(frame)
    except WebSocketDisconnect:
        logger.info("session %s closed", session.id)
    finally:
        service.close_session(session)


if __name__ == "__main__":
    uvicorn.run("src.main_phase2_enhanced:app", host="0.0.0.0", port=int(os.getenv("PORT", "8004")))
