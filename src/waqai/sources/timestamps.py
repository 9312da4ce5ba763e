"""A hash of the log -> a token of a timestamp authority (RFC 3161), and whether a token holds.

A token proves that the hash, and with it all that the log held, was there at that time; it says nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from waqai.errors import SourceError

REQUEST_TYPE = "application/timestamp-query"


def build_request(head: str) -> bytes:
    """The bytes to send for a hash. Raises SourceError without the library."""
    request = _client().TimestampRequestBuilder().data(head.encode("ascii")).build()
    return bytes(request.as_bytes())


def load_certificates(path: Path) -> list[Any]:
    """The certificates in a PEM file. Raises SourceError where there are none."""
    _client()
    from cryptography import x509

    try:
        return list(x509.load_pem_x509_certificates(path.read_bytes()))
    except (ValueError, OSError) as error:
        raise SourceError(f"holds no PEM certificates ({error})", where=str(path)) from None


def fault_of(token: bytes, head: str, roots: list[Any]) -> str | None:
    """What is wrong with an authority's answer for a hash, under these root certificates; null where nothing is."""
    client = _client()
    try:
        response = client.decode_timestamp_response(token)
        builder = client.VerifierBuilder()
        for root in roots:
            builder = builder.add_root_certificate(root)
        builder.build().verify_message(response, head.encode("ascii"))
    except (client.VerificationError, ValueError) as error:
        return str(error) or type(error).__name__
    return None


def time_of(token: bytes) -> str:
    """The time in a token, ISO 8601. Raises SourceError for an answer that grants none."""
    try:
        response = _client().decode_timestamp_response(token)
        return str(response.tst_info.gen_time.isoformat())
    except ValueError as error:
        raise SourceError(f"the authority's answer is no timestamp ({error}); try another") from None


def _client() -> Any:
    try:
        import rfc3161_client
    except ImportError:
        raise SourceError("timestamps need more than is installed: pip install 'waqai[evidence]'") from None
    return rfc3161_client
