"""Realtime voice service, enhanced: session objects, statistics and streaming synthesis."""

import logging
import os
import time
import uuid
from pathlib import Path

import uvicorn
from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from pydantic import BaseModel

from src.components.detector import load_detector
from src.components.synthesizer import load_synthesizer
from src.components.transcriber import load_transcriber

logging.basicConfig(level=logging.INFO)
logger = logging.getLogger("voice.enhanced")

SAMPLE_RATE = 16000
SILENCE_FRAMES = 12

app = FastAPI(title="realtime-voice-enhanced")


class SpeakRequest(BaseModel):
    text: str


class EnhancedSession:
    def __init__(self):
        self.id = uuid.uuid4().hex
        self.audio = bytearray()
        self.silence = 0
        self.transcripts = []
        self.started = time.time()


class EnhancedVoiceServer:
    """Sessions and the pipeline; the parts come from src.components."""

    def __init__(self):
        self.sessions = {}
        self.frames_received = 0
        self.transcriptions = 0
        self.detector = None
        self.transcriber = None
        self.synthesizer = None

    async def initialize(self):
        logger.info("loading components")
        self.detector = load_detector()
        self.transcriber = load_transcriber()
        self.synthesizer = load_synthesizer(Path("voices/en_US-amy-low.onnx"))

    def open_session(self):
        session = EnhancedSession()
        self.sessions[session.id] = session
        return session

    def close_session(self, session):
        self.sessions.pop(session.id, None)

    async def process(self, session, frame):
        self.frames_received += 1
        if self.detector.is_speech(frame, SAMPLE_RATE):
            session.audio += frame
            session.silence = 0
            return None
        session.silence += 1
        if not session.audio or session.silence < SILENCE_FRAMES:
            return None
        text = await self.transcriber.transcribe(bytes(session.audio), SAMPLE_RATE)
        self.transcriptions += 1
        session.audio.clear()
        session.transcripts.append(text)
        return text


server = EnhancedVoiceServer()


@app.on_event("startup")
async def startup():
    await server.initialize()


@app.get("/health")
async def health():
    return {"status": "ok", "sessions": len(server.sessions)}


@app.get("/stats")
async def stats():
    return {"frames": server.frames_received, "transcriptions": server.transcriptions}


@app.get("/sessions/{session_id}")
async def session_details(session_id: str):
    session = server.sessions.get(session_id)
    if session is None:
        raise HTTPException(status_code=404, detail="no such session")
    return {"id": session.id, "age": time.time() - session.started, "transcripts": session.transcripts}


@app.post("/speak")
async def speak(request: SpeakRequest):
    frames = list(server.synthesizer.frames(request.text, SAMPLE_RATE))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket):
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
    uvicorn.run("src.main_enhanced:app", host="0.0.0.0", port=int(os.getenv("PORT", "8000")))
