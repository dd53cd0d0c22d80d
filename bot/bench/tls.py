"""A door in front of the sandbox that speaks TLS, with a certificate made for an hour."""

import asyncio
import shutil
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from bot.ports import free_port
from bot.slack_client import CONNECTIONS

HOST = "127.0.0.1"
PATIENCE = 200
"""How often it is tried to reach the door while it opens."""


def is_possible() -> bool:
    """Tell whether a certificate can be made here."""
    return shutil.which("openssl") is not None


def trusting(certificate: Path) -> ssl.SSLContext:
    """Return a context that trusts this certificate and no other."""
    return ssl.create_default_context(cafile=str(certificate))


def connector(trust: ssl.SSLContext) -> aiohttp.TCPConnector:
    """Return a connector like the program's own, with this trust."""
    return aiohttp.TCPConnector(limit=CONNECTIONS, ssl=trust)


@asynccontextmanager
async def before(url: str, folder: Path) -> AsyncIterator[tuple[str, Path]]:
    """Open the door in a process of its own within the block; yields its URL and certificate."""
    key, certificate = _make(folder)
    port, behind = free_port(), url.rpartition(":")[2]
    how = (port, int(behind), str(certificate), str(key))
    program = f"from bot.bench import tls; tls.serve(*{how!r})"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", program)
    try:
        await _until_open(port)
        yield f"https://{HOST}:{port}", certificate
    finally:
        process.terminate()
        await process.wait()


def serve(port: int, behind: int, certificate: str, key: str) -> None:
    """Pass everything on, for ever: what the process of the door does."""
    asyncio.run(_serve(port, behind, certificate, key))


async def _serve(port: int, behind: int, certificate: str, key: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def come_in(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection(HOST, behind)
        await asyncio.gather(_pass(reader, inner_writer), _pass(inner_reader, writer))

    server = await asyncio.start_server(come_in, HOST, port, ssl=context)
    await server.serve_forever()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
    writer.close()


def _make(folder: Path) -> tuple[Path, Path]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "1", "-subj", "/CN=sandbox", "-addext"]
    command += [f"subjectAltName=IP:{HOST}", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603  our own words
    return key, certificate


async def _until_open(port: int) -> None:
    for _ in range(PATIENCE):
        with suppress(OSError):
            _, writer = await asyncio.open_connection(HOST, port)
            writer.close()
            return
        await asyncio.sleep(0.05)
    raise RuntimeError("the door that speaks TLS did not open")
