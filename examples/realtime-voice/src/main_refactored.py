"""Realtime voice service, refactored: an application factory and injected components (never finished)."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import APIRouter, FastAPI, Request, WebSocket, WebSocketDisconnect
from pydantic import BaseModel

from src.components.detector import SpeechDetector, load_detector
from src.components.synthesizer import Synthesizer, load_synthesizer
from src.components.transcriber import Transcriber, load_transcriber

logger = logging.getLogger("voice.refactored")
router = APIRouter()


class SpeakRequest(BaseModel):
    text: str


@dataclass
class Settings:
    sample_rate: int = 16000
    silence_frames: int = 12
    voice: Path = Path("voices/en_US-amy-low.onnx")


@dataclass
class Pipeline:
    settings: Settings
    detector: SpeechDetector
    transcriber: Transcriber
    synthesizer: Synthesizer
    connections: set[WebSocket] = field(default_factory=set)

    async def utterance(self, websocket: WebSocket) -> bytes:
        """Collect frames until the caller pauses."""
        audio = bytearray()
        silence = 0
        while not audio or silence < self.settings.silence_frames:
            frame = await websocket.receive_bytes()
            if self.detector.is_speech(frame, self.settings.sample_rate):
                audio += frame
                silence = 0
            else:
                silence += 1
        return bytes(audio)


@router.get("/health")
async def health(request: Request) -> dict[str, object]:
    return {"status": "ok", "sessions": len(request.app.state.pipeline.connections)}


@router.post("/speak")
async def speak(request: Request, body: SpeakRequest) -> dict[str, int]:
    pipeline: Pipeline = request.app.state.pipeline
    frames = list(pipeline.synthesizer.frames(body.text, pipeline.settings.sample_rate))
    return {"frames": len(frames), "bytes": sum(map(len, frames))}


@router.websocket("/ws/audio")
async def audio(websocket: WebSocket) -> None:
    pipeline: Pipeline = websocket.app.state.pipeline
    await websocket.accept()
    pipeline.connections.add(websocket)
    try:
        while True:
            heard = await pipeline.utterance(websocket)
            text = await pipeline.transcriber.transcribe(heard, pipeline.settings.sample_rate)
            await websocket.send_json({"transcript": text})
            # TODO: synthesis is still missing here.
    except WebSocketDisconnect:
        logger.info("closed")
    finally:
        pipeline.connections.discard(websocket)


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    app = FastAPI(title="realtime-voice-refactored")
    app.state.pipeline = Pipeline(settings, load_detector(), load_transcriber(), load_synthesizer(settings.voice))
    app.include_router(router)
    return app


app = create_app()
