package io.quorate.lab.winrm.login;

import io.quorate.lab.model.Accounts;
import io.quorate.lab.model.Accounts.Verdict;
import io.quorate.winrm.token.TlsBinding;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.Arrays;
import java.util.Optional;
import javax.security.auth.Subject;
import org.ietf.jgss.GSSContext;
import org.ietf.jgss.GSSCredential;
import org.ietf.jgss.GSSException;
import org.ietf.jgss.GSSManager;
import org.ietf.jgss.MessageProp;
import org.ietf.jgss.Oid;
import org.jspecify.annotations.Nullable;

/**
 * The server's half of Kerberos by the JDK's GSS-API: the ticket, the proof of the host, channel bindings, and messages sealed as Windows lays
 * them out, which is a rotation of what RFC 4121 says.
 */
final class KerberosServer implements Mechanism {
    private static final int HEAD = 16;

    private final HostMeans means;
    private final ServiceKeys keys;
    private final Place place;
    private @Nullable GSSContext context;

    KerberosServer(HostMeans means, ServiceKeys keys, Place place) {
        this.means = means;
        this.keys = keys;
        this.place = place;
    }

    @Override
    public LoginStep step(byte[] token) {
        if (context != null) {
            return LoginStep.refused("a second token");
        }
        try {
            GSSContext accepting = Subject.doAs(keys.subject(), (PrivilegedExceptionAction<GSSContext>) () -> {
                GSSManager manager = GSSManager.getInstance();
                Oid kerberos = new Oid("1.2.840.113554.1.2.2");
                return manager.createContext(manager.createCredential(
                        null, GSSCredential.INDEFINITE_LIFETIME, kerberos, GSSCredential.ACCEPT_ONLY));
            });
            context = accepting;
            byte[] proof = Subject.doAs(keys.subject(), (PrivilegedExceptionAction<byte[]>)
                    () -> accepting.acceptSecContext(token, 0, token.length));
            if (!accepting.isEstablished()) {
                return LoginStep.refused("not done after one token");
            }
            if (!bound(token)) {
                return LoginStep.refused("channel bindings");
            }
            return welcomed(String.valueOf(accepting.getSrcName()), proof);
        } catch (PrivilegedActionException e) {
            return LoginStep.refused(String.valueOf(e.getCause()));
        } catch (GeneralSecurityException | GSSException e) {
            return LoginStep.refused(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            // the JDK does not take every heap of bytes for a bad token
            return LoginStep.refused("no token: " + e);
        }
    }

    private LoginStep welcomed(String principal, byte @Nullable [] proof) {
        int at = principal.lastIndexOf('@');
        Optional<Accounts.Known> known = at < 0
                ? Optional.empty()
                : means.accounts().find(means.host(), principal.substring(at + 1), principal.substring(0, at));
        if (known.isEmpty() || means.accounts().allowed(known.get()) != Verdict.WELCOME) {
            return LoginStep.refused("the account of the ticket is not let in");
        }
        return new LoginStep.Welcome(new Visitor(known.get().visitor(), false), proof);
    }

    private boolean bound(byte[] token) throws GeneralSecurityException {
        if (place.certificate() == null || means.binding() == Binding.NONE) {
            return true;
        }
        byte[] sent = ApRequest.channelBindings(token, keys);
        boolean any = !Arrays.equals(sent, new byte[16]);
        byte[] mine = TlsBinding.hash(TlsBinding.serverEndPoint(place.certificate()));
        return means.binding().allows(any, Arrays.equals(sent, mine));
    }

    private GSSContext context() {
        if (context == null || !context.isEstablished()) {
            throw new IllegalStateException("not logged in");
        }
        return context;
    }

    /** Seals: what RFC 4121 puts at the end goes behind the head, and the head tells by how much. */
    @Override
    public SealedPart seal(byte[] plain) {
        try {
            byte[] token = context().wrap(plain, 0, plain.length, new MessageProp(0, true));
            int tail = token.length - 2 * HEAD - plain.length;
            byte[] rotated = token.clone();
            System.arraycopy(token, token.length - tail, rotated, HEAD, tail);
            System.arraycopy(token, HEAD, rotated, HEAD + tail, token.length - tail - HEAD);
            rotated[6] = (byte) (tail >>> 8);
            rotated[7] = (byte) tail;
            int header = 2 * HEAD + tail;
            return new SealedPart(Arrays.copyOf(rotated, header), Arrays.copyOfRange(rotated, header, rotated.length));
        } catch (GSSException e) {
            throw new IllegalStateException("cannot seal", e);
        }
    }

    @Override
    public byte[] open(SealedPart sealed) throws GeneralSecurityException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(sealed.header());
        whole.writeBytes(sealed.data());
        MessageProp how = new MessageProp(0, true);
        try {
            byte[] token = whole.toByteArray();
            byte[] plain = context().unwrap(token, 0, token.length, how);
            if (!how.getPrivacy()
                    || how.isDuplicateToken()
                    || how.isOldToken()
                    || how.isUnseqToken()
                    || how.isGapToken()) {
                throw new TokenException("a message that is not sealed, or is out of turn");
            }
            return plain;
        } catch (GSSException e) {
            throw new TokenException("the seal of a message is broken: " + e.getMajorString());
        }
    }

    @Override
    public byte[] mic(byte[] agreed) {
        try {
            return context().getMIC(agreed, 0, agreed.length, new MessageProp(0, false));
        } catch (GSSException e) {
            throw new IllegalStateException("cannot sign", e);
        }
    }

    @Override
    public void verifyMic(byte[] agreed, byte[] mic) throws GeneralSecurityException {
        try {
            context().verifyMIC(mic, 0, mic.length, agreed, 0, agreed.length, new MessageProp(0, false));
        } catch (GSSException e) {
            throw new TokenException("the list of mechanisms was touched");
        }
    }

    @Override
    public void close() {
        try {
            if (context != null) {
                context.dispose();
            }
        } catch (GSSException e) {
            // its keys are forgotten all the same
            context = null;
        }
    }
}
