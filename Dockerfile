# One image; its role is its command: serve, migrate, or any other of manage.py.
FROM python:3.11-slim-bookworm AS build
WORKDIR /srv/bdp
COPY pyproject.toml requirements.txt ./
RUN python -m venv /opt/bdp
# What the project depends on, in the versions of requirements.txt, and not what tests it. No code is
# here yet, so this layer is made again only when one of the two files changes.
RUN /opt/bdp/bin/pip install --no-cache-dir --constraint requirements.txt '.[s3]'
COPY manage.py ./
COPY bdp ./bdp
COPY apps ./apps
COPY templates ./templates
COPY static ./static
RUN PRODUCTION=true SECRET_KEY=for-this-step-only /opt/bdp/bin/python manage.py collectstatic --no-input

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/bdp bdp
COPY --from=build /opt/bdp /opt/bdp
COPY --from=build --chown=bdp:bdp /srv/bdp /srv/bdp
WORKDIR /srv/bdp
ENV PATH=/opt/bdp/bin:$PATH BDP_HOME=/var/lib/bdp PRODUCTION=true PYTHONUNBUFFERED=1
USER bdp
EXPOSE 8000
HEALTHCHECK --start-period=20s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/health/live')"]
ENTRYPOINT ["python", "manage.py"]
CMD ["serve", "--host", "0.0.0.0"]
