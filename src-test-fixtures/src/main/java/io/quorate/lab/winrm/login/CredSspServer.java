package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts;
import io.quorate.winrm.token.SealedBody;
import io.quorate.winrm.token.TokenException;
import io.quorate.winrm.token.TsCredentials;
import io.quorate.winrm.token.TsRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of CredSSP ([MS-CSSP] 3.1.5): TLS inside of headers, the log-in of Negotiate inside of that, the proof that both see the same
 * key, and the client's password, with which its sessions reach other machines. A client of a version below 5 is refused, as since May 2018.
 */
final class CredSspServer implements ServerScheme {
    private static final int OLDEST = 5;
    private static final long LOGON_FAILURE = 0xC000006DL;
    private static final long ACCESS_DENIED = 0xC0000022L;
    private static final long ALTERED = 0x8009030FL;
    private static final String FROM_CLIENT = "CredSSP Client-To-Server Binding Hash\0";
    private static final String FROM_SERVER = "CredSSP Server-To-Client Binding Hash\0";

    private final String host;
    private final Accounts accounts;
    private final ServerScheme negotiate;
    private final SSLContext tls;
    private final CredSspManner manner;
    private final Consumer<byte[]> heard;

    /**
     * @param negotiate what proves the client inside
     * @param tls the identity shown inside
     * @param heard hears what is handed over
     */
    CredSspServer(
            String host,
            Accounts accounts,
            ServerScheme negotiate,
            SSLContext tls,
            CredSspManner manner,
            Consumer<byte[]> heard) {
        this.host = host;
        this.accounts = accounts;
        this.negotiate = negotiate;
        this.tls = tls;
        this.manner = manner;
        this.heard = heard;
    }

    @Override
    public String name() {
        return "CredSSP";
    }

    @Override
    public ServerLogin begin(Place place) {
        return new Login();
    }

    private final class Login implements ServerLogin {
        private final CredSspRecords records = new CredSspRecords(tls);
        /** The bindings of the connection outside are none of its business: the key inside is bound. */
        private final ServerLogin inner = negotiate.begin(new Place(host, null));

        private @Nullable Visitor proven;
        private boolean bound;

        @Override
        public LoginStep step(byte[] token) {
            try {
                if (!records.established()) {
                    return new LoginStep.GoOn(records.shake(token));
                }
                TsRequest request = TsRequest.parse(records.open(token));
                if (request.version() < OLDEST) {
                    return refused("version " + request.version(), ACCESS_DENIED);
                }
                return bound ? delegated(request) : negotiated(request);
            } catch (GeneralSecurityException e) {
                return LoginStep.refused(String.valueOf(e.getMessage()));
            }
        }

        private LoginStep negotiated(TsRequest request) throws GeneralSecurityException {
            byte[] answer = null;
            if (request.negoToken() != null) {
                LoginStep step = inner.step(request.negoToken());
                if (step instanceof LoginStep.GoOn on) {
                    answer = on.token();
                } else if (step instanceof LoginStep.Welcome welcome) {
                    proven = welcome.visitor();
                    answer = welcome.token();
                } else {
                    return refused(String.valueOf(step), status(step));
                }
            }
            if (request.pubKeyAuth() == null) {
                return answer == null
                        ? LoginStep.refused("nothing is said")
                        : said(new TsRequest(manner.version(), answer, null, null, null, null));
            }
            if (proven == null || request.clientNonce() == null) {
                return LoginStep.refused("a proof of the key before anybody is known, or without a nonce");
            }
            byte[] claimed = open(request.pubKeyAuth());
            if (!manner.between() && !MessageDigest.isEqual(claimed, hash(FROM_CLIENT, request.clientNonce()))) {
                return refused("the key is another one", ALTERED);
            }
            bound = true;
            byte[] proof = sealed(hash(FROM_SERVER, request.clientNonce()));
            return said(new TsRequest(manner.version(), answer, null, proof, null, null));
        }

        private LoginStep delegated(TsRequest request) throws GeneralSecurityException {
            if (request.authInfo() == null || proven == null) {
                return LoginStep.refused("no credentials are handed over");
            }
            byte[] plain = open(request.authInfo());
            heard.accept(plain.clone());
            TsCredentials handed = TsCredentials.parse(plain);
            try {
                Optional<Accounts.Known> known = accounts.find(host, handed.domain(), handed.user());
                boolean same = known.isPresent()
                        && known.get().visitor().equals(proven.account())
                        && isPassword(known.get(), handed.password());
                return same
                        ? new LoginStep.Welcome(new Visitor(proven.account(), true), null)
                        : refused("what is handed over is not of who has logged in", LOGON_FAILURE);
            } finally {
                Arrays.fill(plain, (byte) 0);
                Arrays.fill(handed.password(), '\0');
            }
        }

        private static boolean isPassword(Accounts.Known known, char[] given) {
            char[] mine = known.account().password().reveal();
            boolean same = Arrays.equals(mine, given);
            Arrays.fill(mine, '\0');
            return same;
        }

        private LoginStep said(TsRequest answer) throws TokenException {
            return new LoginStep.GoOn(records.seal(answer.encode()));
        }

        /** What Windows calls the state of an account that has proven itself ([MS-ERREF] 2.3.1). */
        private static long status(LoginStep step) {
            String why = step instanceof LoginStep.Refused no ? no.why() : "";
            return switch (why) {
                case "LOCKED_OUT" -> 0xC0000234L;
                case "DISABLED" -> 0xC0000072L;
                case "EXPIRED" -> 0xC0000193L;
                case "MUST_CHANGE" -> 0xC0000224L;
                default -> LOGON_FAILURE;
            };
        }

        private LoginStep refused(String why, long status) throws TokenException {
            byte[] token = records.seal(new TsRequest(manner.version(), null, null, null, status, null).encode());
            return new LoginStep.Refused(why, token);
        }

        private byte[] hash(String direction, byte[] nonce) throws GeneralSecurityException {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(direction.getBytes(StandardCharsets.US_ASCII));
            digest.update(nonce);
            byte[] key = records.publicKey();
            key[key.length - 1] ^= (byte) (manner.between() ? 1 : 0);
            return digest.digest(key);
        }

        private byte[] sealed(byte[] plain) {
            SealedPart part = inner.seal(plain);
            byte[] both = Arrays.copyOf(part.header(), part.header().length + part.data().length);
            System.arraycopy(part.data(), 0, both, part.header().length, part.data().length);
            return both;
        }

        private byte[] open(byte[] sealed) throws GeneralSecurityException {
            // A token of Kerberos begins with 05 04, a signature of NTLM has 16 bytes.
            int header = sealed.length > 1 && sealed[0] == 5 && sealed[1] == 4 ? sealed.length : 16;
            if (sealed.length < header) {
                throw new TokenException("less than a seal");
            }
            return inner.open(
                    new SealedPart(Arrays.copyOf(sealed, header), Arrays.copyOfRange(sealed, header, sealed.length)));
        }

        @Override
        public String protocol() {
            return SealedBody.CREDSSP;
        }

        @Override
        public int mostAPart() {
            return CredSspRecords.TEXT;
        }

        @Override
        public SealedPart seal(byte[] plain) {
            byte[] record;
            try {
                record = records.seal(plain);
            } catch (TokenException e) {
                throw new IllegalStateException(e);
            }
            int trailer = records.trailer();
            return new SealedPart(Arrays.copyOf(record, trailer), Arrays.copyOfRange(record, trailer, record.length));
        }

        @Override
        public byte[] open(SealedPart sealed) throws GeneralSecurityException {
            byte[] record = Arrays.copyOf(sealed.header(), sealed.header().length + sealed.data().length);
            System.arraycopy(sealed.data(), 0, record, sealed.header().length, sealed.data().length);
            return records.open(record);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
