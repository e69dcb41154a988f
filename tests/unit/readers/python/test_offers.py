"""What the text of a module offers, without parsing it."""

from __future__ import annotations

import pytest

from flake8_single_entry.readers.python.traits.offers import Offers, offers_of

TEXTS = {
    "a router": (
        'router = APIRouter(prefix="/looms")\n\n@router.get("/north")\ndef a():\n    pass\n@router.post("")\ndef b(): ...\n',
        Offers(routes=frozenset({"GET /north", "POST "}), prefixes=frozenset({"/looms"})),
    ),
    "a blueprint": (
        'bp = Blueprint("x", __name__, url_prefix="/v1")\n@bp.route("/a", methods=["POST", "PUT"])\ndef a(): ...\n',
        Offers(routes=frozenset({"POST /a", "PUT /a"}), prefixes=frozenset({"/v1"})),
    ),
    "a title": ('app = fastapi.FastAPI(\n    title="Osprey",\n    version="1",\n)\n', Offers(title="Osprey")),
    "settings": (
        'A = os.environ["NEST_TOKEN"]\nB = os.getenv("NEST_URL", "")\nC = os.environ.get("PORT")\n',
        Offers(settings=frozenset({"NEST_TOKEN", "NEST_URL", "PORT"})),
    ),
    "nothing": ('title = "A"\n# @router.get("/x")\nx = {"get": 1}\n', Offers()),
}


@pytest.mark.parametrize("name", TEXTS)
def test_offers(name: str) -> None:
    text, offers = TEXTS[name]
    assert offers_of(text) == offers


def test_a_long_module_is_searched_in_linear_time() -> None:
    assert offers_of("@app.get(" * 100_000 + '"/x"').routes == frozenset()
