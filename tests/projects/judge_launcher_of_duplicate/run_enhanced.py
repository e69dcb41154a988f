import uvicorn

if __name__ == "__main__":
    uvicorn.run("src.main_enhanced:app", port=80)
