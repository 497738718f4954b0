package io.quorate.winrm.auth;

import io.quorate.spi.net.KerberosFailure;
import io.quorate.spi.net.KerberosTickets;
import io.quorate.winrm.token.TokenException;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.GSSName;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * A security context of Kerberos (RFC 4121): both sides prove who they are, messages are sealed and counted. Belongs to one connection and one
 * thread at a time.
 *
 * <p>Windows puts what stands behind the data into a header before it: the checksum and the encrypted copy of the first 16 bytes are rotated to
 * the front (RFC 4121, 4.2.5), where the JDK writes them at the end. Reading, the JDK turns them back by itself.
 */
final class KerberosContext implements AutoCloseable {
    private static final int HEAD = 16;

    private final GSSContext context;
    private final Subject subject;
    private final byte[] first;
    private final String service;
    private final boolean bound;

    private KerberosContext(GSSContext context, Subject subject, byte[] first, String service, boolean bound) {
        this.context = context;
        this.subject = subject;
        this.first = first;
        this.service = service;
        this.bound = bound;
    }

    /** A sealed message in the layout of Windows. */
    record Sealed(byte[] header, byte[] data) {}

    /**
     * Gets tickets and makes the first token. May ask controllers and take long.
     *
     * @param services the names to try, in order
     * @param binding null for none
     */
    static KerberosContext begin(
            KerberosTickets tickets, List<String> services, org.ietf.jgss.@Nullable ChannelBinding binding)
            throws LoginException, GSSException {
        GSSException unknown = null;
        boolean renewed = false;
        for (int i = 0; i < services.size(); ) {
            try {
                return begin(tickets.subject(), services.get(i), binding);
            } catch (GSSException e) {
                int code = KerberosFailure.of(e).code();
                if (code == KerberosFailure.TICKET_EXPIRED && !renewed && tickets.renew()) {
                    renewed = true;
                } else if (code == KerberosFailure.SERVER_UNKNOWN) {
                    unknown = e;
                    i++;
                } else {
                    throw e;
                }
            }
        }
        throw unknown == null ? new GSSException(GSSException.BAD_NAME) : unknown;
    }

    private static KerberosContext begin(
            Subject subject, String service, org.ietf.jgss.@Nullable ChannelBinding binding) throws GSSException {
        return as(subject, () -> {
            Oid mechanism = new Oid("1.2.840.113554.1.2.2");
            GSSManager manager = GSSManager.getInstance();
            GSSName name = ServiceNames.name(manager, service);
            GSSCredential credential = manager.createCredential(
                    null, GSSCredential.DEFAULT_LIFETIME, mechanism, GSSCredential.INITIATE_ONLY);
            GSSContext context = manager.createContext(name, mechanism, credential, GSSContext.DEFAULT_LIFETIME);
            context.requestMutualAuth(true);
            context.requestConf(true);
            context.requestInteg(true);
            context.requestReplayDet(true);
            context.requestSequenceDet(true);
            context.requestCredDeleg(false);
            if (binding != null) {
                context.setChannelBinding(binding);
            }
            byte[] first = context.initSecContext(new byte[0], 0, 0);
            return new KerberosContext(context, subject, first, ticketed(subject, service), binding != null);
        });
    }

    /** Returns a service's name with its realm, as the ticket has it. */
    private static String ticketed(Subject subject, String service) {
        String start = service.toLowerCase(Locale.ROOT) + "@";
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .map(ticket -> ticket.getServer().getName())
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(start))
                .findFirst()
                .orElse(service);
    }

    private static <T> T as(Subject subject, PrivilegedExceptionAction<T> action) throws GSSException {
        try {
            return Subject.doAs(subject, action);
        } catch (PrivilegedActionException e) {
            if (e.getException() instanceof GSSException gss) {
                throw gss;
            }
            throw new IllegalStateException("Kerberos failed", e.getException());
        }
    }

    /** Returns the first token: AP-REQ. */
    byte[] first() {
        return first;
    }

    /** Returns the service's name, with its realm as far as it is known. */
    String service() {
        return service;
    }

    /** Tells whether the first token is bound to the TLS connection. */
    boolean bound() {
        return bound;
    }

    /**
     * Takes the host's token: AP-REP.
     *
     * @throws GSSException if it proves nothing
     */
    void finish(byte[] token) throws GSSException {
        as(subject, () -> {
            byte[] more = context.initSecContext(token, 0, token.length);
            if (more != null && more.length > 0 || !context.isEstablished() || !context.getMutualAuthState()) {
                throw new GSSException(GSSException.DEFECTIVE_TOKEN);
            }
            return token;
        });
    }

    boolean established() {
        return context.isEstablished();
    }

    /** Checks a signature over bytes that both sides know. */
    void verify(byte[] mic, byte[] signed) throws GSSException {
        context.verifyMIC(mic, 0, mic.length, signed, 0, signed.length, new MessageProp(0, false));
    }

    /** Signs bytes that both sides know. */
    byte[] sign(byte[] bytes) throws GSSException {
        return context.getMIC(bytes, 0, bytes.length, new MessageProp(0, false));
    }

    /**
     * Seals a message.
     *
     * @return null if the key is of a kind that is sealed otherwise: RC4
     */
    @Nullable
    Sealed wrap(byte[] plain) throws GSSException {
        MessageProp how = new MessageProp(0, true);
        byte[] token = context.wrap(plain, 0, plain.length, how);
        int tail = token.length - 2 * HEAD - plain.length;
        boolean known = tail > 0
                && tail < 128
                && token[0] == 5
                && token[1] == 4
                && (token[2] & 2) != 0
                && token[4] == 0
                && token[5] == 0
                && token[6] == 0
                && token[7] == 0;
        if (!known || !how.getPrivacy()) {
            return null;
        }
        byte[] rotated = new byte[token.length];
        System.arraycopy(token, 0, rotated, 0, HEAD);
        System.arraycopy(token, token.length - tail, rotated, HEAD, tail);
        System.arraycopy(token, HEAD, rotated, HEAD + tail, token.length - HEAD - tail);
        rotated[7] = (byte) tail;
        int header = HEAD + tail + HEAD;
        return new Sealed(Arrays.copyOf(rotated, header), Arrays.copyOfRange(rotated, header, rotated.length));
    }

    /**
     * Opens a message.
     *
     * @throws TokenException if it is not sealed, not the next one, or its seal is broken
     */
    byte[] unwrap(byte[] header, byte[] data) throws TokenException {
        byte[] token = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, token, header.length, data.length);
        if (!sealedByTheHost(token)) {
            throw new TokenException("a message is not sealed as Kerberos does it");
        }
        MessageProp how = new MessageProp(0, true);
        byte[] plain;
        try {
            plain = context.unwrap(token, 0, token.length, how);
        } catch (GSSException | RuntimeException e) {
            throw new TokenException("Kerberos cannot open a message");
        }
        if (!how.getPrivacy()) {
            throw new TokenException("a message is signed only, not sealed");
        }
        if (how.isDuplicateToken() || how.isOldToken() || how.isUnseqToken() || how.isGapToken()) {
            throw new TokenException("a message is out of turn");
        }
        return plain;
    }

    /**
     * Tells whether a header is one of a sealed message of the host's. The JDK passes over what it does not need, such as the upper half of the
     * number of the message, which stays zero for more messages than anybody sends.
     */
    private static boolean sealedByTheHost(byte[] token) {
        boolean head = token.length >= 2 * HEAD
                && token[0] == 5
                && token[1] == 4
                && (token[2] & 3) == 3
                && (token[2] & ~7) == 0
                && token[3] == (byte) 0xFF
                && token[4] == 0
                && token[5] == 0;
        return head && token[8] == 0 && token[9] == 0 && token[10] == 0 && token[11] == 0;
    }

    @Override
    public void close() {
        try {
            context.dispose();
        } catch (GSSException e) {
            // Nothing of it is used any more.
            return;
        }
    }

    @Override
    public String toString() {
        return "KerberosContext[hidden]";
    }
}
