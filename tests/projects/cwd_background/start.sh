cd services/api && uvicorn main:app --port 8000 &
cd services/web && uvicorn main:app --port 8001 &
cd services/mail && uvicorn main:app --port 8002 &
wait
