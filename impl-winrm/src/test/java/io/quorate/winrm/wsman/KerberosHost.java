package io.quorate.winrm.wsman;

import io.quorate.winrm.auth.Realms;
import io.quorate.winrm.auth.ScriptedKdc;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TlsBinding;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.PrivilegedExceptionAction;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.Subject;
import org.ietf.jgss.ChannelBinding;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/** A host that takes Kerberos, by the JDK's acceptor, and answers what was sealed for it with what it read; each connection has a context of its own. */
final class KerberosHost implements AutoCloseable {
    /** What it does instead of what it should. */
    enum Mishap {
        /** It answers every ticket with HTTP 401 and nothing else. */
        REFUSE,
        /** It answers a ticket with an error of Kerberos, 41. */
        WRONG_KEY,
        /** It lets in without proving itself. */
        NO_PROOF,
        /** It says that somebody else has proven itself. */
        FOREIGN_PROOF,
        /** Its answers are signed, not sealed. */
        SIGNED_ONLY,
        /** One bit of its answer is another one. */
        FLIPPED,
        /** A bit of the header is another one: the upper half of the number, which the JDK does not look at. */
        HEADER_FLIPPED,
        /** It repeats its first sealed answer. */
        REPLAYED,
        /** It skips a number. */
        GAP,
        /** It says that its answer is one byte longer. */
        OTHER_LENGTH,
        /** Its sealed answers are faults, with HTTP 500. */
        FAULT
    }

    /** The requests: the scheme and its label, how many bytes, and what was read. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    final List<String> opened = new CopyOnWriteArrayList<>();
    final List<Integer> headers = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final List<String> offers;
    private final Subject keys;
    private final @Nullable X509Certificate certificate;
    private volatile @Nullable Mishap mishap;
    private volatile boolean strict;
    private volatile byte @Nullable [] firstAnswer;

    KerberosHost(
            TestRuntime runtime,
            String host,
            ServerSocket server,
            @Nullable X509Certificate certificate,
            String... offers)
            throws Exception {
        this.server = server;
        this.offers = List.of(offers);
        this.certificate = certificate;
        this.keys = Realms.get().hosts();
        runtime.route(host, server.getLocalPort());
        Thread thread = new Thread(this::accept, "kerberos-host");
        thread.setDaemon(true);
        thread.start();
    }

    static KerberosHost http(TestRuntime runtime, String host, String... offers) throws Exception {
        return new KerberosHost(runtime, host, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), null, offers);
    }

    static KerberosHost https(TestRuntime runtime, String host, TestIdentity identity, String... offers)
            throws Exception {
        return new KerberosHost(
                runtime,
                host,
                identity.server().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                identity.certificate(),
                offers);
    }

    KerberosHost with(Mishap what) {
        mishap = what;
        return this;
    }

    /** Demands that tickets are bound to the certificate. */
    KerberosHost strict() {
        strict = true;
        return this;
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = server.accept();
                Thread thread = new Thread(() -> serve(socket), "kerberos-host-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            Subject.doAs(keys, (PrivilegedExceptionAction<Void>) () -> {
                new Talk(socket).run();
                return null;
            });
        } catch (Exception e) {
            // The client went away, or sent what cannot be read: the connection ends.
        }
    }

    private final class Talk {
        private final Socket socket;
        private @Nullable GSSContext context;
        private String label = "";

        Talk(Socket socket) {
            this.socket = socket;
        }

        void run() throws Exception {
            InputStream in = socket.getInputStream();
            for (RawRequest request = RawRequest.read(in); request != null; request = RawRequest.read(in)) {
                byte[] body = request.body();
                String authorization = request.header("Authorization");
                String type = request.header("Content-Type");
                seen.add(authorization.split(" ", 2)[0] + ":" + body.length);
                if (!authorization.isEmpty()) {
                    login(authorization, body);
                } else if (context != null && SealedBody.is(type)) {
                    SealedBody sealed = SealedBody.parse(type, body);
                    SealedBody.Part part = sealed.parts().get(0);
                    headers.add(part.token().length);
                    label = sealed.protocol();
                    byte[] token = join(part.token(), part.data());
                    byte[] plain = context.unwrap(token, 0, token.length, new MessageProp(0, true));
                    opened.add(new String(plain, StandardCharsets.UTF_8));
                    sealed(plain);
                } else if (context != null && certificate != null) {
                    opened.add(new String(body, StandardCharsets.UTF_8));
                    answer(200, null, "application/soap+xml", body);
                } else {
                    answer(401, null, "", new byte[0]);
                }
            }
        }

        private void login(String authorization, byte[] body) throws Exception {
            String[] words = authorization.split(" ", 2);
            byte[] token = Base64.getDecoder().decode(words[1]);
            Mishap now = mishap;
            if (!offers.contains(words[0]) || now == Mishap.REFUSE) {
                answer(401, null, "", new byte[0]);
                return;
            }
            if (now == Mishap.WRONG_KEY) {
                byte[] error = Der.value(
                        Der.application(0),
                        Der.oid(Spnego.KERBEROS),
                        new byte[] {3, 0},
                        ScriptedKdc.error("LAB.EXAMPLE", 41, Instant.now().minusSeconds(400)));
                answer(401, words[0] + " " + base64(wrap(words[0], error, Spnego.State.REJECT)), "", new byte[0]);
                return;
            }
            if (words[0].equals("Negotiate") && Spnego.parse(token) instanceof Spnego.Init init) {
                token = init.mechToken();
            }
            GSSManager manager = GSSManager.getInstance();
            Oid mechanism = new Oid(Spnego.KERBEROS);
            GSSContext fresh = manager.createContext(manager.createCredential(
                    null, GSSCredential.INDEFINITE_LIFETIME, mechanism, GSSCredential.ACCEPT_ONLY));
            if (strict && certificate != null) {
                fresh.setChannelBinding(
                        (ChannelBinding) Class.forName("sun.security.jgss.krb5.internal.TlsChannelBindingImpl")
                                .getConstructor(byte[].class)
                                .newInstance((Object) TlsBinding.serverEndPoint(certificate)));
            }
            byte[] proof;
            try {
                proof = fresh.acceptSecContext(token, 0, token.length);
            } catch (org.ietf.jgss.GSSException e) {
                answer(401, null, "", new byte[0]);
                return;
            }
            context = fresh;
            if (now == Mishap.FOREIGN_PROOF) {
                proof[proof.length - 1] ^= 1;
            }
            String told = now == Mishap.NO_PROOF
                    ? null
                    : words[0] + " " + base64(wrap(words[0], proof, Spnego.State.ACCEPT_COMPLETED));
            if (body.length > 0) {
                opened.add(new String(body, StandardCharsets.UTF_8));
            }
            answer(200, told, "application/soap+xml", body);
        }

        private byte[] wrap(String scheme, byte[] token, Spnego.State state) {
            return scheme.equals("Negotiate") ? new Spnego.Resp(state, Spnego.KERBEROS, token, null).encode() : token;
        }

        private void sealed(byte[] plain) throws Exception {
            GSSContext sealing = context;
            if (sealing == null) {
                return;
            }
            Mishap now = mishap;
            if (now == Mishap.GAP) {
                sealing.wrap(plain, 0, plain.length, new MessageProp(0, true));
            }
            byte[] token = sealing.wrap(plain, 0, plain.length, new MessageProp(0, now != Mishap.SIGNED_ONLY));
            byte[] header;
            byte[] data;
            if (now == Mishap.SIGNED_ONLY) {
                header = Arrays.copyOf(token, 16);
                data = Arrays.copyOfRange(token, 16, token.length);
            } else {
                int tail = token.length - 32 - plain.length;
                byte[] turned = join(
                        Arrays.copyOf(token, 16),
                        join(
                                Arrays.copyOfRange(token, token.length - tail, token.length),
                                Arrays.copyOfRange(token, 16, token.length - tail)));
                turned[7] = (byte) tail;
                header = Arrays.copyOf(turned, 32 + tail);
                data = Arrays.copyOfRange(turned, 32 + tail, turned.length);
            }
            if (now == Mishap.FLIPPED) {
                data[data.length / 2] ^= 1;
            }
            if (now == Mishap.HEADER_FLIPPED) {
                header[9] ^= 1;
            }
            int length = plain.length + (now == Mishap.OTHER_LENGTH ? -1 : 0);
            byte[] body = new SealedBody(
                            label,
                            List.of(new SealedBody.Part("application/soap+xml;charset=UTF-8", length, header, data)))
                    .encode();
            if (firstAnswer == null) {
                firstAnswer = body;
            } else if (now == Mishap.REPLAYED) {
                body = firstAnswer;
            }
            answer(
                    now == Mishap.FAULT ? 500 : 200,
                    null,
                    "multipart/encrypted;protocol=\"" + label + "\";boundary=\"Encrypted Boundary\"",
                    body);
        }

        private void answer(int status, @Nullable String token, String type, byte[] body) throws IOException {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
            if (token != null) {
                head.append("WWW-Authenticate: ").append(token).append("\r\n");
            } else if (status == 401) {
                offers.forEach(
                        offer -> head.append("WWW-Authenticate: ").append(offer).append("\r\n"));
            }
            if (!type.isEmpty()) {
                head.append("Content-Type: ").append(type).append("\r\n");
            }
            head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
