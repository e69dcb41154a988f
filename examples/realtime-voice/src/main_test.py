"""Realtime voice service (testing version): the whole pipeline in one object."""

import asyncio
import logging
import math
import os
import struct
import time
import uuid
from array import array

import uvicorn
from fastapi import FastAPI, HTTPException, WebSocket, WebSocketDisconnect
from pydantic import BaseModel

logging.basicConfig(level=logging.DEBUG)
logger = logging.getLogger("voice")

SAMPLE_RATE = 16000
SILENCE_FRAMES = 12
SPEECH_THRESHOLD = 500

app = FastAPI(title="realtime-voice-test")


class SpeakRequest(BaseModel):
    text: str


class VoiceServer:
    """Everything: sessions, detection, transcription, synthesis and statistics."""

    def __init__(self):
        self.sessions = {}
        self.model = None
        self.frames_received = 0
        self.transcriptions = 0
        self.started = time.time()

    def load_model(self):
        try:
            from faster_whisper import WhisperModel

            self.model = WhisperModel("base.en", compute_type="int8")
        except ImportError:
            logger.warning("faster-whisper is not installed")

    def open_session(self):
        session_id = uuid.uuid4().hex
        self.sessions[session_id] = {"audio": bytearray(), "silence": 0, "transcripts": []}
        return session_id

    def close_session(self, session_id):
        self.sessions.pop(session_id, None)

    def is_speech(self, frame):
        samples = array("h", frame[: len(frame) // 2 * 2])
        return bool(samples) and sum(map(abs, samples)) / len(samples) > SPEECH_THRESHOLD

    def transcribe(self, audio):
        if self.model is None:
            return f"[{len(audio) / 2 / SAMPLE_RATE:.1f}s of speech]"
        import numpy

        samples = numpy.frombuffer(audio, dtype=numpy.int16).astype(numpy.float32) / 32768.0
        segments, _ = self.model.transcribe(samples, language="en")
        return " ".join(segment.text.strip() for segment in segments)

    def synthesize(self, text):
        length = SAMPLE_RATE // 10
        for word in text.split():
            pitch = 220 + 20 * min(len(word), 12)
            wave = (int(8000 * math.sin(2 * math.pi * pitch * n / SAMPLE_RATE)) for n in range(length))
            yield struct.pack(f"<{length}h", *wave)

    async def process(self, session_id, frame):
        session = self.sessions[session_id]
        self.frames_received += 1
        if self.is_speech(frame):
            session["audio"] += frame
            session["silence"] = 0
            return None
        session["silence"] += 1
        if not session["audio"] or session["silence"] < SILENCE_FRAMES:
            return None
        text = await asyncio.to_thread(self.transcribe, bytes(session["audio"]))
        self.transcriptions += 1
        session["audio"].clear()
        session["transcripts"].append(text)
        return text


server = VoiceServer()


@app.on_event("startup")
async def startup():
    server.load_model()


@app.get("/health")
async def health():
    return {"status": "ok", "sessions": len(server.sessions), "uptime": time.time() - server.started}


@app.get("/stats")
async def stats():
    return {"frames": server.frames_received, "transcriptions": server.transcriptions}


@app.post("/speak")
async def speak(request: SpeakRequest):
    if not request.text:
        raise HTTPException(status_code=400, detail="no text")
    frames = list(server.synthesize(request.text))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@app.websocket("/ws/audio")
async def audio(websocket: WebSocket):
    await websocket.accept()
    session_id = server.open_session()
    try:
        while True:
            text = await server.process(session_id, await websocket.receive_bytes())
            if text is not None:
                await websocket.send_json({"session": session_id, "transcript": text})
                for frame in server.synthesize(text):
                    await websocket.send_bytes(frame)
    except WebSocketDisconnect:
        logger.info("session %s closed", session_id)
    finally:
        server.close_session(session_id)


if __name__ == "__main__":
    uvicorn.run("src.main_test:app", host="0.0.0.0", port=int(os.getenv("PORT", "8000")), reload=True)
