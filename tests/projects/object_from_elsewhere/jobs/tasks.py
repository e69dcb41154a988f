from jobs import celery_app
