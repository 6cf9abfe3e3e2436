"""Pages under certificates that do not hold: flagged, or refused, as `-s TLS=` says."""

import ipaddress
import json
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.test_run import ARTICLE, crawl, environment

pytestmark = pytest.mark.slow
BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
MANY_YEARS = timedelta(days=36_500)


class Page(BaseHTTPRequestHandler):
    """Answers everything with one report."""

    def do_GET(self):
        robots = self.path == "/robots.txt"
        paragraphs = "".join(f"<p>{part}</p>" for part in ARTICLE.format(number=30).split("\n\n")[1:])
        body = ("" if robots else f"<html><body><h1>光明街道推动文明城市创建</h1>{paragraphs}</body></html>").encode()
        self.send_response(404 if robots else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def certificate(folder, address, *, ended=False):
    """Make a certificate of its own authority for an address: the path of both, key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "newsbot test")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGAN)
        .not_valid_after(BEGAN + timedelta(days=1) if ended else BEGAN + MANY_YEARS)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    trusted = folder / "trusted.pem"
    trusted.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return path, trusted


def visit(folder, *, address="127.0.0.1", trusts=True, ended=False, tls="record"):
    """Crawl one page under such a certificate; what came of it."""
    path, trusted = certificate(folder, address, ended=ended)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    try:
        return crawl(
            folder,
            *("-a", f"url=https://{host}/report.html", "-a", "topic=any", "-O", "out.jsonl", "-s", f"ALLOW_PRIVATE={host}"),
            *("-s", "DOWNLOAD_DELAY=0", "-s", f"TLS={tls}", "-s", "RETRY_ENABLED=0", "-s", "CONTACT=http://contact.test/"),
            env=environment() | ({"SSL_CERT_FILE": str(trusted)} if trusts else {}),
        )
    finally:
        server.shutdown()
        server.server_close()


def test_a_certificate_that_holds_is_no_flag(tmp_path):
    (row,) = visit(tmp_path).rows()
    assert "unverified_tls" not in row["flags"]


@pytest.mark.parametrize("wrong", [{"trusts": False}, {"ended": True}, {"address": "127.0.0.2"}], ids=["unknown", "ended", "another's"])
def test_one_that_does_not_hold_is_a_flag_live_and_in_the_replay(tmp_path, wrong):
    ran = visit(tmp_path, **wrong)
    (row,) = ran.rows()
    assert "unverified_tls" in row["flags"]
    again = crawl(tmp_path, "-a", f"replay={tmp_path / 'data' / 'archive'}", "-a", "topic=any", "-O", "again.jsonl")
    (same,) = again.rows("again.jsonl")
    assert same["flags"] == row["flags"]


@pytest.mark.parametrize("wrong", [{"trusts": False}, {"address": "127.0.0.2"}], ids=["unknown", "another's"])
def test_such_a_page_can_be_refused(tmp_path, wrong):
    ran = visit(tmp_path, tls="refuse", **wrong)
    assert ran.code == 69, ran.log
    assert json.loads(next((tmp_path / "data" / "runs").glob("*.json")).read_text("utf-8"))["outcomes"] == {"failed": 1}


def test_one_that_holds_is_not_refused(tmp_path):
    assert len(visit(tmp_path, tls="refuse").rows()) == 1


def test_what_tls_may_be_is_said(tmp_path):
    ran = crawl(tmp_path, "-a", "url=https://a.test/", "-s", "TLS=maybe")
    assert ran.code == 2
    assert "record" in ran.log
    assert "refuse" in ran.log
