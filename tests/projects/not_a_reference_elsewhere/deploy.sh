ssh host 'cd /srv/tides && python main_old.py'
docker run --rm tides python main_old.py
docker exec web python main_old.py
kubectl exec pod -- python main_old.py
heroku run python main_old.py
scp main.py host:main_old.py
rsync -a . host:/srv && ssh host python main_old.py
