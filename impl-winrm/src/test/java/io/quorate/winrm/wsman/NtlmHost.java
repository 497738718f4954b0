package io.quorate.winrm.wsman;

import io.quorate.winrm.token.AvPairs;
import io.quorate.winrm.token.NtlmAuthenticate;
import io.quorate.winrm.token.NtlmChallenge;
import io.quorate.winrm.token.NtlmCrypto;
import io.quorate.winrm.token.NtlmFlags;
import io.quorate.winrm.token.NtlmNegotiate;
import io.quorate.winrm.token.NtlmSeal;
import io.quorate.winrm.token.NtlmTime;
import io.quorate.winrm.token.NtlmV2Response;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.Spnego;
import io.quorate.winrm.token.TlsBinding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A host that logs in connections by NTLMv2 and answers what is sealed. Its side of the login is its own; it checks the proof, the MIC, the
 * channel binding and every seal, and it shares no more than codecs with the client.
 */
final class NtlmHost implements AutoCloseable {
    static final String USER = "alice";
    static final String SOAP = "application/soap+xml;charset=UTF-8";
    private static final int FLAGS = NtlmFlags.UNICODE
            | NtlmFlags.REQUEST_TARGET
            | NtlmFlags.SIGN
            | NtlmFlags.SEAL
            | NtlmFlags.NTLM
            | NtlmFlags.ALWAYS_SIGN
            | NtlmFlags.TARGET_TYPE_DOMAIN
            | NtlmFlags.EXTENDED_SESSIONSECURITY
            | NtlmFlags.TARGET_INFO
            | NtlmFlags.VERSION
            | NtlmFlags.KEY_128
            | NtlmFlags.KEY_EXCH
            | NtlmFlags.KEY_56;

    /** What goes wrong with an answer. */
    enum Mishap {
        NONE,
        /** The connection ends after the answer, which does not say so. */
        CUT_AFTER,
        /** The host forgets the login: HTTP 401. */
        FORGET,
        /** A SOAP fault, HTTP 500, sealed as it must be. */
        FAULT,
        /** The same, not sealed. */
        PLAIN_FAULT,
        PLAIN,
        BROKEN,
        /** The answer before comes once more. */
        REPEATED,
        /** One answer was left out. */
        SKIPPED,
        /** OriginalContent tells one byte less. */
        SHORT,
        /** Somebody between strikes the proof over the list of mechanisms out of the last word of SPNEGO. */
        STRUCK_OUT,
        /** The last word of SPNEGO is left out. */
        SILENT
    }

    /** How the host wants its tokens. */
    enum Habit {
        RAW,
        SPNEGO,
        /** Never more than the names of what it takes. */
        NAMES_ONLY
    }

    final List<String> story = new CopyOnWriteArrayList<>();
    final List<String> raw = new CopyOnWriteArrayList<>();
    final AtomicInteger proofs = new AtomicInteger();
    private final Deque<Mishap> plan = new ArrayDeque<>();
    private final ServerSocket server;
    private final char[] password;
    private final @Nullable X509Certificate certificate;
    private volatile Habit habit = Habit.RAW;
    private volatile boolean strict;
    private volatile int without;
    private volatile Instant time = Instant.now();

    NtlmHost(TestRuntime runtime, ServerSocket server, String password, @Nullable X509Certificate certificate) {
        this.server = server;
        this.password = password.toCharArray();
        this.certificate = certificate;
        runtime.route("hv1", server.getLocalPort());
        AtomicInteger connections = new AtomicInteger();
        start(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    start(() -> serve(socket, connections.incrementAndGet()));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    private static void start(Runnable body) {
        Thread thread = new Thread(body);
        thread.setDaemon(true);
        thread.start();
    }

    NtlmHost habit(Habit value) {
        habit = value;
        return this;
    }

    /** Refuses a login without channel binding, too. */
    NtlmHost strict() {
        strict = true;
        return this;
    }

    /** Leaves flags out of its challenge. */
    NtlmHost without(int flags) {
        without = flags;
        return this;
    }

    NtlmHost at(Instant value) {
        time = value;
        return this;
    }

    /** Plans what goes wrong with the answers to requests, in order. */
    NtlmHost then(Mishap... mishaps) {
        synchronized (plan) {
            plan.addAll(List.of(mishaps));
        }
        return this;
    }

    private Mishap mishap() {
        synchronized (plan) {
            return plan.isEmpty() ? Mishap.NONE : plan.poll();
        }
    }

    /** One connection and how far its login is. */
    private final class Talk {
        private final int number;
        private byte[] negotiate = {};
        private byte[] challenge = {};
        private byte[] serverChallenge = {};
        private boolean wrapped;
        private @Nullable NtlmSeal seal;
        private boolean in;
        private @Nullable SealedBody last;

        Talk(int number) {
            this.number = number;
        }

        /** Takes a token; returns what to challenge with, null if it let the client in. */
        @Nullable
        String token(byte[] token) throws Exception {
            if (habit == Habit.NAMES_ONLY || habit == Habit.SPNEGO && !Spnego.looksLike(token)) {
                story.add(number + ":not taken");
                return "Negotiate";
            }
            byte[] bare = token;
            byte[] mic = null;
            if (Spnego.looksLike(token)) {
                wrapped = true;
                Spnego message = Spnego.parse(token);
                bare = message instanceof Spnego.Init init ? init.mechToken() : ((Spnego.Resp) message).responseToken();
                mic = message instanceof Spnego.Resp resp ? resp.mechListMic() : null;
            }
            if (bare[8] == 1) {
                story.add(number + ":1");
                NtlmNegotiate.parse(bare);
                negotiate = bare;
                serverChallenge = new byte[8];
                new Random(number).nextBytes(serverChallenge);
                AvPairs info = AvPairs.none()
                        .with(AvPairs.NB_DOMAIN_NAME, "LAB")
                        .with(AvPairs.NB_COMPUTER_NAME, "HV1")
                        .withTimestamp(NtlmTime.of(time));
                challenge = NtlmChallenge.of(
                                NtlmNegotiate.parse(bare).flags() & FLAGS & ~without,
                                "LAB",
                                serverChallenge,
                                info,
                                new byte[8])
                        .encode();
                byte[] answer = wrapped
                        ? new Spnego.Resp(Spnego.State.ACCEPT_INCOMPLETE, Spnego.NTLM, challenge, null).encode()
                        : challenge;
                return "Negotiate " + Base64.getEncoder().encodeToString(answer);
            }
            proofs.incrementAndGet();
            in = proven(bare, mic);
            story.add(number + ":3" + (in ? "" : " refused"));
            return in ? null : "Negotiate";
        }

        private boolean proven(byte[] message, byte @Nullable [] listMic) throws Exception {
            NtlmAuthenticate said = NtlmAuthenticate.parse(message);
            NtlmV2Response response = NtlmV2Response.parse(said.ntResponse());
            byte[] key = NtlmCrypto.ntowfV2(password, said.user(), said.domain());
            byte[] proof = NtlmCrypto.proof(key, serverChallenge, response.proven());
            byte[] base = NtlmCrypto.sessionBaseKey(key, proof);
            byte[] session = NtlmCrypto.exchange(base, said.sessionKey());
            byte[] zeroed = message.clone();
            Arrays.fill(zeroed, NtlmAuthenticate.MIC_AT, NtlmAuthenticate.MIC_AT + 16, (byte) 0);
            byte[] bound = response.targetInfo().get(AvPairs.CHANNEL_BINDINGS);
            boolean absent = Arrays.equals(bound, new byte[16]);
            boolean right = certificate == null
                    || (absent
                            ? !strict
                            : Arrays.equals(bound, TlsBinding.hash(TlsBinding.serverEndPoint(certificate))));
            if (!said.user().equals(USER)
                    || !said.domain().equals("LAB")
                    || !NtlmCrypto.same(proof, response.proof())
                    || response.targetInfo().flags() != AvPairs.FLAG_MIC
                    || !NtlmCrypto.same(said.mic(), NtlmCrypto.mic(session, negotiate, challenge, zeroed))
                    || !right) {
                return false;
            }
            NtlmSeal fresh = new NtlmSeal(said.flags(), session, false);
            if (wrapped) {
                fresh.verify(Spnego.mechTypeList(List.of(Spnego.NTLM)), listMic);
                fresh.resetIn();
            }
            seal = fresh;
            return true;
        }

        /** The last word of SPNEGO. */
        List<String> lastWord(Mishap now) {
            byte[] mic = seal.sign(Spnego.mechTypeList(List.of(Spnego.NTLM)));
            seal.resetOut();
            byte[] told = now == Mishap.STRUCK_OUT ? null : mic;
            byte[] word = new Spnego.Resp(Spnego.State.ACCEPT_COMPLETED, Spnego.NTLM, null, told).encode();
            return now == Mishap.SILENT
                    ? List.of()
                    : List.of("Negotiate " + Base64.getEncoder().encodeToString(word));
        }
    }

    private void serve(Socket socket, int number) {
        Talk talk = new Talk(number);
        try (socket) {
            InputStream in = socket.getInputStream();
            for (RawRequest request = RawRequest.read(in); request != null; request = RawRequest.read(in)) {
                byte[] body = request.body();
                raw.add(request.toString());
                String authorization = request.header("Authorization");
                String challenge = null;
                if (!authorization.isEmpty()) {
                    talk.in = false;
                    challenge = talk.token(Base64.getDecoder().decode(authorization.substring(10)));
                } else if (!talk.in) {
                    challenge = "Negotiate";
                }
                if (challenge != null) {
                    send(socket, 401, "", new byte[0], List.of(challenge, "Kerberos"));
                    continue;
                }
                if (request(socket, talk, request.header("Content-Type"), body, !authorization.isEmpty())) {
                    return;
                }
            }
        } catch (Exception e) {
            story.add(number + ":" + e);
        }
    }

    /** Answers a request; returns whether the connection ends with it. */
    private boolean request(Socket socket, Talk talk, String type, byte[] body, boolean justIn) throws Exception {
        String opened;
        if (certificate != null) {
            opened = new String(body, StandardCharsets.UTF_8);
        } else {
            SealedBody.Part part = SealedBody.parse(type, body).parts().get(0);
            opened = new String(talk.seal.unseal(part.token(), part.data()), StandardCharsets.UTF_8);
        }
        Mishap now = mishap();
        story.add(talk.number + ":" + (opened.contains("Envelope") ? "asked" : opened));
        if (now == Mishap.FORGET) {
            talk.in = false;
            send(socket, 401, "", new byte[0], List.of("Negotiate", "Kerberos"));
            return false;
        }
        List<String> words = justIn && talk.wrapped ? talk.lastWord(now) : List.of();
        int status = now == Mishap.FAULT || now == Mishap.PLAIN_FAULT ? 500 : 200;
        byte[] plain =
                ((status == 500 ? "fault for " : "answer to ") + opened.length()).getBytes(StandardCharsets.UTF_8);
        if (certificate != null || now == Mishap.PLAIN || now == Mishap.PLAIN_FAULT) {
            send(socket, status, SOAP, plain, words);
            return false;
        }
        if (now == Mishap.SKIPPED) {
            talk.seal.seal(plain);
        }
        if (now != Mishap.REPEATED) {
            NtlmSeal.Sealed sealed = talk.seal.seal(plain);
            if (now == Mishap.BROKEN) {
                sealed.data()[0] ^= 1;
            }
            talk.last = new SealedBody(
                    SealedBody.SPNEGO,
                    List.of(new SealedBody.Part(
                            SOAP, plain.length - (now == Mishap.SHORT ? 1 : 0), sealed.signature(), sealed.data())));
        }
        send(socket, status, talk.last.contentType(), talk.last.encode(), words);
        return now == Mishap.CUT_AFTER;
    }

    private static void send(Socket socket, int status, String type, byte[] body, List<String> challenges)
            throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " X\r\n");
        challenges.forEach(it -> head.append("WWW-Authenticate: ").append(it).append("\r\n"));
        if (!type.isEmpty()) {
            head.append("Content-Type: ").append(type).append("\r\n");
        }
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.writeBytes(body);
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
