"""Lists, wherever the product cuts its pages."""
