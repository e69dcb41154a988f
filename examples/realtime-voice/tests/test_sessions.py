"""Sessions and startup; written for the enhanced version."""

import asyncio
from unittest.mock import patch

from src.components.detector import EnergyDetector
from src.main_enhanced import EnhancedVoiceServer


@patch("src.main_enhanced.load_synthesizer")
@patch("src.main_enhanced.load_detector", return_value=EnergyDetector())
def test_initialize_loads_every_component(load_detector, load_synthesizer):
    server = EnhancedVoiceServer()
    asyncio.run(server.initialize())
    load_detector.assert_called_once_with()
    assert server.synthesizer is load_synthesizer.return_value


def test_a_closed_session_is_forgotten():
    server = EnhancedVoiceServer()
    session = server.open_session()
    server.close_session(session)
    assert server.sessions == {}
