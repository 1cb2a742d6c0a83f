# The bot in a container: docker build -t sotto . && docker run --env-file .env -v sotto-data:/data sotto
# An exact version. To pin the very image too, give its digest: docs/operating.md says how.
ARG BASE=python:3.12.12-slim-bookworm
FROM ${BASE} AS built
# With the drivers of PostgreSQL and Valkey: requirements-fleet.txt
ARG REQUIREMENTS=requirements.txt
RUN python -m venv /opt/sotto
ENV PATH=/opt/sotto/bin:$PATH
WORKDIR /src
COPY pyproject.toml ${REQUIREMENTS} README.md LICENSE ./
RUN pip install --no-cache-dir --no-compile --no-deps --require-hashes --requirement ${REQUIREMENTS}
COPY bot bot
COPY handlers handlers
COPY storage storage
RUN pip install --no-cache-dir --no-compile --no-index --no-deps --no-build-isolation . \
    && python -m bot.tools.slim \
    && pip uninstall --yes --quiet setuptools pip \
    && python -m compileall -qq -j 0 /opt/sotto/lib

FROM ${BASE}
# Letters for scripts that no Python package has, such as Tibetan. Debian's mended versions are wanted:
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fonts-noto-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /var/empty sotto \
    && install -d -o sotto -g sotto -m 0700 /data /cache
COPY --from=built /opt/sotto /opt/sotto
ENV PATH=/opt/sotto/bin:$PATH
WORKDIR /app

# sotto, by number: so whoever runs it can see that it is not root
USER 10001
ENV SOTTO_DATA=/data SOTTO_CACHE=/cache PYTHONUNBUFFERED=1
VOLUME ["/data", "/cache"]
STOPSIGNAL SIGTERM
# Exit status 1 when nothing comes in or goes out for five minutes.
HEALTHCHECK --interval=60s --timeout=20s --start-period=120s CMD ["sotto", "status", "--json"]
ENTRYPOINT ["sotto"]
CMD ["run"]
