import uvicorn


def test_missing() -> None:
    uvicorn.run("service.main:missing")
