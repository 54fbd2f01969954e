"""Certificates for a test, of an authority of its own."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

__all__ = ["Certificates", "certificates"]


class Certificates(NamedTuple):
    """Files: of the authority, of the server, its key, and the key with a password."""

    authority: Path
    certificate: Path
    key: Path
    locked_key: Path


def certificates(folder: Path) -> Certificates:
    """Certificates for 127.0.0.1 and localhost."""
    now = datetime.now(UTC)
    authority, own = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    issuer = x509.Name.from_rfc4514_string("CN=authority")

    def certificate(name: x509.Name, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> bytes:
        places = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(x509.SubjectAlternativeName(places), critical=False)
        )
        if ca:
            names = "content_commitment key_encipherment data_encipherment key_agreement"
            off = [*names.split(), "digital_signature", "encipher_only", "decipher_only"]
            used = dict.fromkeys(off, False) | {"key_cert_sign": True, "crl_sign": True}
            made = made.add_extension(x509.KeyUsage(**used), critical=True)
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        above = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
        made = made.add_extension(identifier, critical=False).add_extension(above, critical=False)
        return made.sign(authority, hashes.SHA256()).public_bytes(Encoding.PEM)

    files = Certificates(*(folder / name for name in ("ca.pem", "cert.pem", "key.pem", "lock.pem")))
    files.authority.write_bytes(certificate(issuer, authority, ca=True))
    name = x509.Name.from_rfc4514_string("CN=server")
    files.certificate.write_bytes(certificate(name, own, ca=False))
    for file, locked in (
        (files.key, NoEncryption()),
        (files.locked_key, BestAvailableEncryption(b"x")),
    ):
        file.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, locked))
    return files
