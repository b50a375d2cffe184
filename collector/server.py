"""Serves the site with gunicorn: two processes, a few threads each."""

from typing import Any

from gunicorn.app.base import BaseApplication

from collector.site import create_app
from corpus.instance import Instance


class _Site(BaseApplication):  # type: ignore[misc]
    """gunicorn with settings given in code."""

    def __init__(self, instance: Instance, **settings: Any) -> None:
        self.instance = instance
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app(self.instance)


def run(instance: Instance, host: str, port: int) -> None:
    """Serve until stopped. Access is not logged: a log line would hold an address."""
    _Site(
        instance,
        bind=f"{host}:{port}",
        workers=2,
        threads=8,
        worker_class="gthread",
        accesslog=None,
        loglevel="warning",
        timeout=60,
    ).run()
