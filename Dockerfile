# Unroll in a container:  docker build -t unroll .  &&  docker run --rm -p 8501:8501 unroll
# deploy/README.md says more. BASE_IMAGE may be any image with glibc, a shell and Python 3.11 or newer as `python`,
# also one pinned by its digest.
ARG BASE_IMAGE=python:3.12-slim

# --- packages: installed and pruned here, so that pip and its cache stay behind
# Streamlit takes a folder of another name than site-packages for a checkout of its own, and serves developers.
FROM ${BASE_IMAGE} AS packages
WORKDIR /build
COPY requirements.txt deploy/constraints.txt deploy/prune.sh ./
RUN pip install --no-cache-dir --no-compile --only-binary :all: --root-user-action=ignore \
      --target /opt/site-packages -r requirements.txt -c constraints.txt \
    && ./prune.sh /opt/site-packages
COPY .streamlit /unroll/.streamlit
COPY rnn /unroll/rnn
COPY app /unroll/app
COPY deploy/healthcheck.py deploy/warm.py /unroll/
# Compiled is what one visit imports: the rest of the libraries is never asked for. Whatever the checkout's permissions
# are, the user below may read the files and nobody may write them.
WORKDIR /unroll
RUN PYTHONPATH=/opt/site-packages python warm.py && rm warm.py && chmod -R a+rX,go-w /unroll /opt/site-packages

# --- unroll: what runs
FROM ${BASE_IMAGE} AS unroll
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Unroll" \
      org.opencontainers.image.description="A recurrent network that shows how it thinks forward and learns backward" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# Streamlit wants a home that it may look into; with a read-only root, /tmp is what can be written (--tmpfs /tmp).
# One heap for all threads (glibc): what a class leaves is used again, and not kept for threads that have ended.
ENV HOME=/tmp \
    MALLOC_ARENA_MAX=1 \
    PYTHONPATH=/opt/site-packages \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    STREAMLIT_SERVER_ADDRESS=0.0.0.0 \
    STREAMLIT_SERVER_PORT=8501
COPY --from=packages /opt/site-packages /opt/site-packages
COPY --from=packages /unroll /unroll
WORKDIR /unroll
# Numeric, so that Kubernetes' runAsNonRoot can tell.
USER 10001:10001
EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s --retries=3 CMD ["python", "healthcheck.py"]
# The shell sends the log to stdout and becomes the server, so that SIGTERM reaches that.
ENTRYPOINT ["/bin/sh", "-c", "exec \"$@\" 2>&1", "--"]
CMD ["python", "-m", "streamlit", "run", "app/main.py"]
