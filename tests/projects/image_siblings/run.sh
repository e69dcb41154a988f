docker compose -f deploy/one.yml up
docker compose --project-directory . -f deploy/two.yml up
