"""WinRM listeners whose log-ins and seals are judged by code that knows nothing of this project.

GSS-API (gss-ntlmssp and MIT krb5) or Samba's gensec logs in, opens each request and seals each answer; the plain SOAP in between is answered
by the lab's HTTPS face, by Basic. So a client runs end to end while others judge how it logs in and seals.

Takes commands on standard input and tells on standard output what it did and judged, one JSON object a line each; ends with its input.
  {"open": NAME, "acceptor": "gssapi" | "gensec", "schemes": ["Negotiate", ...], "backend": {"port": P, "user": U, "password": W},
   "identity": PEM file with key and certificate, for TLS, "binding": "relaxed" | "strict", "bound_to": PEM file of another certificate,
   "hash": "sha256", "raw": false if all tokens must come in SPNEGO, "spelling": "--Encrypted Boundary", "tamper": {"what": W, "from": N}}    ->    {"opened": NAME, "port": P}
gssapi reads NTLM_USER_FILE (lines DOMAIN:user:password) and KRB5_KTNAME; gensec reads the Samba domain of the only argument, an smb.conf.
Debian: gss-ntlmssp, python3-gssapi, python3-samba, samba, samba-ad-dc.
"""

import base64
import hashlib
import http.client
import http.server
import json
import os
import re
import ssl
import struct
import sys
import threading

SAMBA = sys.argv[1] if len(sys.argv) > 1 else None
CHANNEL_BOUND = 2048  # GSS_C_CHANNEL_BOUND_FLAG
SOAP = "application/soap+xml;charset=UTF-8"
LABELS = {"Negotiate": "application/HTTP-SPNEGO-session-encrypted", "Kerberos": "application/HTTP-Kerberos-session-encrypted"}
NTLM = b"NTLMSSP\0"
speaking = threading.Lock()


def tell(**what):
    with speaking:
        print(json.dumps(what), flush=True)


class Refused(Exception):
    pass


def need(condition, why):
    if not condition:
        raise Refused(why)


def mechanism(token):
    inner = "ntlm" if NTLM in token else "krb5"
    spnego = token[:1] == b"\xa1" or b"\x2b\x06\x01\x05\x05\x02" in token[:24]
    return inner + " in SPNEGO" if spnego else inner


def as_windows_lays_out(token, size):
    """A Kerberos token (RFC 4121) with all that is not the message's own bytes in front of them: RRC is what has moved there."""
    tail = len(token) - 32 - size
    rotated = struct.unpack(">H", token[6:8])[0]
    rest = token[16:]
    if rotated:
        rest = rest[rotated:] + rest[:rotated]
    token = token[:6] + struct.pack(">H", tail) + token[8:16] + rest[-tail:] + rest[:-tail]
    return token[: 32 + tail], token[32 + tail :]


def checked_header(header):
    if header[:2] == b"\x05\x04":
        extra, rotated = struct.unpack(">HH", header[4:8])
        need(extra == 0 and len(header) == 32 + rotated, "header of %d bytes with EC %d, RRC %d" % (len(header), extra, rotated))
    else:
        need(len(header) == 16 and header[:4] == b"\1\0\0\0", "a signature of %d bytes" % len(header))


class Gssapi:
    """The system's GSS-API takes whatever mechanism the token is of."""

    def __init__(self, front):
        import gssapi
        from gssapi.raw import ChannelBindings

        bindings = {"channel_bindings": ChannelBindings(application_data=front.bound_to)} if front.bound_to else {}
        self.context = gssapi.SecurityContext(usage="accept", **bindings)
        self.strict = front.strict
        self.who, self.bound = None, False

    def step(self, token):
        answer = self.context.step(token) or b""
        if self.context.complete:
            self.bound = bool(int(self.context.actual_flags) & CHANNEL_BOUND)
            need(self.bound or not self.strict, "no channel binding")
            self.who = str(self.context.initiator_name).rstrip("\0")  # gss-ntlmssp counts its end in
        return answer

    def done(self):
        return self.context.complete

    def opened(self, header, data):
        message = self.context.unwrap(header + data)
        need(message.encrypted, "signed only")
        return message.message

    def sealed(self, plain):
        return self.context.wrap(plain, True).message


class Gensec:
    """Samba's own server side, over the accounts of its directory."""

    shared = threading.Lock()
    lp = directory = None

    def __init__(self, front):
        from samba import auth, credentials, gensec, param
        from samba.samdb import SamDB

        with Gensec.shared:
            if Gensec.lp is None:
                Gensec.lp = param.LoadParm()
                Gensec.lp.load(SAMBA)
                Gensec.directory = SamDB(url=Gensec.lp.private_path("sam.ldb"), session_info=auth.system_session(), lp=Gensec.lp)
        self.gensec = gensec
        self.authority = auth.AuthContext(lp_ctx=self.lp, ldb=self.directory, methods=["sam"])
        self.own = credentials.Credentials()
        self.own.guess(self.lp)
        self.own.set_machine_account(self.lp)
        self.context, self.complete, self.who, self.bound = None, False, None, False

    def step(self, token):
        with Gensec.shared:
            if self.context is None:
                self.context = self.gensec.Security.start_server({"lp_ctx": self.lp, "target_hostname": self.lp.get("netbios name")}, self.authority)
                self.context.set_credentials(self.own)
                self.context.want_feature(self.gensec.FEATURE_SEAL)
                kind = mechanism(token)
                self.context.start_mech_by_name("spnego" if "SPNEGO" in kind else "ntlmssp" if kind == "ntlm" else "gssapi_krb5")
            self.complete, answer = self.context.update(token)
            if self.complete:
                info = self.context.session_info().info
                self.who = info.domain_name + "\\" + info.account_name
                need(self.context.have_feature(self.gensec.FEATURE_SEAL), "this context does not seal")
            return answer or b""

    def done(self):
        return self.complete

    def opened(self, header, data):
        return self.context.unwrap(header + data)

    def sealed(self, plain):
        return self.context.wrap(plain)


def flipped(data, at):
    data = bytearray(data)
    data[at] ^= 1
    return bytes(data)


class Tamper:
    """What somebody on the way does: to each log-in, or to each sealed message of a connection from a number on."""

    def __init__(self, what, since):
        self.what, self.since = what, since

    def _now(self, what, number=None):
        hit = self.what == what and (number is None or number >= self.since)
        if hit:
            tell(tampered=what)
        return hit

    def token(self, token):
        """A token of the client."""
        at = token.find(NTLM)
        kind = token[at + 8 : at + 12] if at >= 0 else b""
        if kind == b"\3\0\0\0" and self._now("mic changed"):
            return flipped(token, at + 72)
        if kind == b"\3\0\0\0" and self._now("mic zeroed"):
            return token[: at + 72] + bytes(16) + token[at + 88 :]
        if kind == b"\1\0\0\0" and self._now("negotiate changed"):
            return flipped(token, at + 15)  # a flag that nobody reads: only the MIC tells
        if at < 0 and self._now("ticket changed"):
            return flipped(token, len(token) - 9)
        if at >= 0 and kind == b"\3\0\0\0" and at > 0 and self._now("mechListMIC changed"):
            return flipped(token, len(token) - 1)
        return token

    def reply(self, token, last):
        """A token of the server; None leaves it away."""
        at = token.find(NTLM)
        if at >= 0 and self._now("challenge changed"):
            return flipped(token, at + 23)  # a flag of the challenge that changes nothing: only the MIC tells
        if last and token and self._now("proof missing"):
            return b""
        if last and token and self._now("proof changed"):
            return flipped(token, len(token) - 1)
        return token

    def request(self, number, length, header, data, before):
        if self._now("request changed", number):
            data = flipped(data, len(data) // 2)
        if self._now("request signature changed", number):
            header = flipped(header, 9)
        if self._now("request length changed", number):
            length += 1
        if before is not None and self._now("request replayed", number):
            return before
        return length, header, data

    def answer(self, number, length, header, data, before):
        if self._now("answer changed", number):
            data = flipped(data, len(data) // 2)
        if self._now("answer signature changed", number):
            header = flipped(header, 9)
        if self._now("answer length changed", number):
            length += 1
        if self._now("answer cut", number):
            data = data[:-1]
        if before is not None and self._now("answer replayed", number):
            return before
        return length, header, data

    def plain(self, number):
        return self._now("answer in clear", number)

    def sizes(self, number, header):
        """The length field before the header."""
        return 0x7FFFFFF0 if self._now("answer header length changed", number) else len(header)


class Front:
    def __init__(self, spec):
        self.name = spec["open"]
        self.schemes = spec.get("schemes", ["Negotiate", "Kerberos"])
        self.acceptor = {"gssapi": Gssapi, "gensec": Gensec}[spec.get("acceptor", "gssapi")]
        self.strict = spec.get("binding") == "strict"
        self.raw = spec.get("raw", True)
        self.spelling = spec.get("spelling", "--Encrypted Boundary").encode()
        self.identity = spec.get("identity")
        self.backend = spec["backend"]
        tamper = spec.get("tamper") or {}
        self.tamper = Tamper(tamper.get("what"), tamper.get("from", 1))
        self.bound_to = None
        certificate = spec.get("bound_to") or self.identity
        if certificate:
            with open(certificate, encoding="ascii") as file:
                pem = re.search("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----\n?", file.read(), re.DOTALL).group(0)
            digest = hashlib.new(spec.get("hash", "sha256"), ssl.PEM_cert_to_DER_cert(pem)).digest()
            self.bound_to = b"tls-server-end-point:" + digest
        self.server = Listener(("127.0.0.1", 0), Conversation)
        self.server.front = self
        if self.identity:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.identity)
            self.server.tls = context
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        tell(opened=self.name, port=self.server.server_address[1])


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    front = tls = None

    def finish_request(self, request, client_address):
        if self.tls is None:
            return self.RequestHandlerClass(request, client_address, self)
        # in the connection's own thread: a handshake must not hold up others
        with self.tls.wrap_socket(request, server_side=True) as inside:
            self.RequestHandlerClass(inside, client_address, self)

    def handle_error(self, request, client_address):
        tell(front=self.front.name, broken=str(sys.exc_info()[1]))


class Conversation(http.server.BaseHTTPRequestHandler):
    """One connection, and the security context that belongs to it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    context = scheme = upstream = last_request = last_answer = None
    legs = requests = 0
    mechanism = ""

    def log_message(self, *ignored):
        pass

    @property
    def front(self):
        return self.server.front

    def tell(self, **what):
        tell(front=self.front.name, connection=self.client_address[1], **what)

    def reply(self, status, body=b"", kind=None, challenges=()):
        self.send_response(status)
        for challenge in challenges:
            self.send_header("WWW-Authenticate", challenge)
        if kind:
            self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def refuse(self, why):
        self.context = None
        self.requests = self.legs = 0
        self.tell(refused=re.sub(r"\s+", " ", why)[:300])
        self.reply(401, challenges=self.front.schemes)

    def not_taken(self, what):
        """What nobody has looked at, because this host does not take such a thing."""
        self.tell(not_taken=what)
        self.reply(401, challenges=self.front.schemes)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("WSMANIDENTIFY"):
            self.tell(identify=len(body))
            return self.reply(*self.asked(body, {"WSMANIDENTIFY": "unauthenticated"}))
        proof = ()
        authorization = self.headers.get("Authorization")
        if authorization:
            scheme, text = authorization.split(" ", 1)
            if scheme not in self.front.schemes:
                return self.not_taken(scheme)
            if not self.front.raw and (self.context is None or self.context.done()) and "SPNEGO" not in mechanism(base64.b64decode(text)):
                return self.not_taken("raw token")
            try:
                challenges, last = self.heard(scheme, text, len(body))
            except Exception as e:  # whatever the judge throws is its verdict
                return self.refuse("log-in: %s: %s" % (type(e).__name__, e))
            if not last:
                return self.reply(401, challenges=challenges)
            proof = challenges
        if self.context is None or not self.context.done():
            self.tell(asked_without_login=len(body))
            return self.reply(401, challenges=self.front.schemes)
        kind = self.headers.get("Content-Type") or ""
        if not body:
            return self.reply(200, challenges=proof)
        if not kind.startswith("multipart/"):
            self.tell(in_clear=len(body))
            if not self.front.identity:
                return self.reply(500, challenges=proof)
            return self.reply(*self.asked(body), challenges=proof)
        self.sealed(body, kind, proof)

    def heard(self, scheme, text, with_body):
        """A leg of the log-in: what to challenge with, and whether that was the last one."""
        token = base64.b64decode(text, validate=True)
        if self.context is None or self.context.done():
            self.context, self.scheme, self.legs, self.requests = self.front.acceptor(self.front), scheme, 0, 0
            self.mechanism = mechanism(token)
        if NTLM in token:
            self.mechanism = mechanism(token)
        need(scheme == self.scheme, "the scheme changed in the middle")
        self.legs += 1
        answer = self.context.step(self.front.tamper.token(token))
        last = self.context.done()
        answer = self.front.tamper.reply(answer, last)
        if last:
            self.tell(login=self.context.who, mechanism=self.mechanism, scheme=scheme, bound=self.context.bound, legs=self.legs, with_body=with_body)
        return [scheme + " " + base64.b64encode(answer).decode()] if answer else [], last

    def asked(self, soap, headers=None):
        """The lab's answer: status, body and its type."""
        backend = self.front.backend
        if self.upstream is None:
            self.upstream = http.client.HTTPSConnection("127.0.0.1", backend["port"], context=ssl._create_unverified_context(), timeout=120)
        if headers is None:
            pair = "%s:%s" % (backend["user"], backend["password"])
            headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
        self.upstream.request("POST", self.path, soap, dict(headers, **{"Content-Type": SOAP}))
        response = self.upstream.getresponse()
        return response.status, response.read(), response.getheader("Content-Type") or SOAP

    def sealed(self, body, kind, proof):
        self.requests += 1
        number = self.requests
        tamper = self.front.tamper
        try:
            label, length, header, data = self.parts(body, kind)
            original = (length, header, data)
            length, header, data = tamper.request(number, length, header, data, self.last_request)
            self.last_request = original
            checked_header(header)
            plain = self.context.opened(header, data)
            need(len(plain) == length, "Length says %d, there are %d bytes" % (length, len(plain)))
        except Exception as e:
            return self.refuse("seal: %s: %s" % (type(e).__name__, e))
        self.tell(opened_request=len(plain), header=len(header), number=number)
        status, soap, _ = self.asked(plain)
        if tamper.plain(number):
            return self.reply(status, soap, SOAP, proof)
        token = self.context.sealed(soap)
        header, content = as_windows_lays_out(token, len(soap)) if token[:2] == b"\x05\x04" else (token[:16], token[16:])
        answer = (len(soap), header, content)
        changed = tamper.answer(number, *answer, self.last_answer)
        self.last_answer = answer
        length, header, content = changed
        self.tell(sealed_answer=len(soap), status=status, number=number)
        mark = self.front.spelling
        self.reply(
            status,
            mark + b"\r\n\tContent-Type: %s\r\n\tOriginalContent: type=%s;Length=%d\r\n" % (label.encode(), SOAP.encode(), length)
            + mark + b"\r\n\tContent-Type: application/octet-stream\r\n"
            + struct.pack("<I", tamper.sizes(number, header)) + header + content
            + mark + b"--\r\n",
            'multipart/encrypted;protocol="%s";boundary="%s"' % (label, mark[2:].decode()),
            proof,
        )

    def parts(self, body, kind):
        """Reads the one encrypted part, strictly: label, length of what it hides, header of the seal, data."""
        found = re.fullmatch(r'multipart/encrypted;\s*protocol="([^"]+)";\s*boundary="Encrypted Boundary"', kind)
        need(found, "Content-Type " + kind)
        label = found.group(1)
        need(label == LABELS[self.scheme], "%s calls itself %s" % (self.scheme, label))
        head = re.match(
            rb"--Encrypted Boundary\r\n\t?Content-Type: (\S+)\r\n\t?OriginalContent: type=application/soap\+xml;charset=UTF-8;Length=(\d+)\r\n"
            rb"--Encrypted Boundary\r\n\t?Content-Type: application/octet-stream\r\n",
            body,
        )
        need(head and body.endswith(b"--Encrypted Boundary--\r\n"), "the frame of the sealed body")
        need(head.group(1).decode() == label, "two labels")
        content = body[head.end() : -len(b"--Encrypted Boundary--\r\n")]
        size = struct.unpack("<I", content[:4])[0]
        return label, int(head.group(2)), content[4 : 4 + size], content[4 + size :]


fronts = []
for line in sys.stdin:
    try:
        fronts.append(Front(json.loads(line)))
    except Exception as e:
        tell(failed="%s: %s" % (type(e).__name__, e))
os._exit(0)
