# Unroll in a container:  docker build -t unroll .  &&  docker run --rm -p 8501:8501 unroll
FROM python:3.12-slim

# Streamlit wants a home that it may look into; with a read-only root, /tmp is what can be written (--tmpfs /tmp).
ENV HOME=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

WORKDIR /unroll

COPY requirements.txt .
RUN pip install --no-cache-dir --root-user-action=ignore -r requirements.txt

COPY .streamlit .streamlit
COPY rnn rnn
COPY app app
# Whatever the checkout's permissions are, the visitor below may read the files and nobody may write them.
RUN chmod -R a+rX . && python -m compileall -q app rnn

# Numeric, so that Kubernetes' runAsNonRoot can tell.
USER 10001:10001

EXPOSE 8501
HEALTHCHECK --interval=10s --timeout=4s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=3)"]

# No shell in between: SIGTERM reaches the server itself.
CMD ["streamlit", "run", "app/main.py", "--server.address=0.0.0.0", "--server.port=8501"]
