"""Certificates that are right, and others, each wrong in one respect; valid from 2000 to 3000 unless it is said."""

from __future__ import annotations

import ssl
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Certificate:
    """A certificate, its key, and those between it and its authority, the nearest first."""

    public: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    between: tuple[x509.Certificate, ...] = ()

    @classmethod
    def of(cls, authority: trustme.CA) -> Certificate:
        key = serialization.load_pem_private_key(authority.private_key_pem.bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return cls(x509.load_pem_x509_certificate(authority.cert_pem.bytes()), key)

    def server(self) -> ssl.SSLContext:
        """The context of a server that shows this certificate and those between."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chain = b"".join(one.public_bytes(serialization.Encoding.PEM) for one in (self.public, *self.between))
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "chain.pem")
            path.write_bytes(chain + key)
            context.load_cert_chain(path)
        return context


def issue(
    *names: str,
    by: Certificate | None,
    common_name: str = "Sample",
    years: tuple[int, int] = (2000, 3000),
    authority: bool = False,
    path_length: int | None = None,
    permitted: str | None = None,
    sent: bool = True,
) -> Certificate:
    """A certificate for `names` (an IP address is written "ip:..."), signed by itself where `by` is None.

    `authority`: it may sign others, `path_length` authorities deep, `permitted` the only domain. `sent`: a server
    that shows a certificate below it shows this one too.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.public.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(years[0], 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(years[1], 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=path_length), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key((by.key if by else key).public_key()), critical=False
        )
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_name(name) for name in names]), critical=False)
    if permitted is not None:
        limits = x509.NameConstraints(permitted_subtrees=[x509.DNSName(permitted)], excluded_subtrees=None)
        builder = builder.add_extension(limits, critical=True)
    public = builder.sign((by.key if by else key), hashes.SHA256())
    if not authority:
        return Certificate(public, key, by.between if by else ())
    return Certificate(public, key, (public, *(by.between if by else ())) if sent else ())


def _name(name: str) -> x509.GeneralName:
    if name.startswith("ip:"):
        return x509.IPAddress(ip_address(name.removeprefix("ip:")))
    return x509.DNSName(name)
