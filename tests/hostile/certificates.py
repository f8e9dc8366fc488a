"""Certificates made when a test needs them: an authority of our own, and what may be wrong with its work."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def context(self, folder: Path) -> ssl.SSLContext:
        """For a server. The files are left in `folder`."""
        secret = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        file = folder / f"{self.certificate.serial_number}.pem"
        file.write_bytes(secret + self.pem)
        made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        made.load_cert_chain(file)
        return made


def _made(name: str, issuer: Signed | None, days: tuple[int, int], *, is_authority: bool = False) -> Signed:
    """days: from when to when it is valid, counted from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    if not is_authority:
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))])
        builder = builder.add_extension(names, critical=False)
    return Signed(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


@cache
def authority() -> Signed:
    return _made("Seedwatch tests", None, (-30, 30), is_authority=True)


def good(address: str) -> Signed:
    return _made(address, authority(), (-1, 30))


def expired(address: str) -> Signed:
    return _made(address, authority(), (-20, -1))


def not_yet(address: str) -> Signed:
    return _made(address, authority(), (1, 20))


def self_signed(address: str) -> Signed:
    return _made(address, None, (-1, 30))


def of_another(address: str) -> Signed:
    return _made("127.0.99.99", authority(), (-1, 30))


FAULTS = {"expired": expired, "not-yet": not_yet, "self-signed": self_signed, "of-another": of_another}
