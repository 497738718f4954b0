package io.quorate;

import java.nio.file.Path;
import java.util.Objects;
import javax.security.auth.Subject;
import org.jspecify.annotations.Nullable;

/**
 * How to log in. A refused log-in is never repeated, so that it locks nothing out: one refusal of a domain account ends it for all hosts of the
 * endpoint. No way of logging in lends itself to another machine, but for {@link CredSsp}.
 */
public sealed interface Credentials {

    /**
     * User name and password: sent with every request over verified TLS (HTTP Basic) to Windows, which accepts local accounts only this way;
     * exchanged for a token by NexentaStor.
     */
    record Basic(String username, Secret password) implements Credentials {
        public Basic {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * CHAP (RFC 1994) with an iSCSI target.
     *
     * @param user the name we log in with
     * @param secret our secret
     * @param targetUser the name the target must use to prove itself; null asks for no proof
     * @param targetSecret the target's secret, another one than ours; null asks for no proof
     */
    record Chap(
            String user,
            Secret secret,
            @Nullable String targetUser,
            @Nullable Secret targetSecret) implements Credentials {
        public Chap {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(secret, "secret");
            if ((targetUser == null) != (targetSecret == null)) {
                throw new IllegalArgumentException("mutual CHAP needs the target's name and its secret");
            }
        }
    }

    /**
     * A domain account by Negotiate: Kerberos where the host's name, realm and controller allow it, else NTLM. A password that Kerberos has
     * refused is never tried again by NTLM.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    record Domain(String username, Secret password) implements Credentials {
        public Domain {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * A domain or local account by NTLMv2, for hosts outside of a domain and where no domain controller can be reached. Proves the host's
     * knowledge of the password's domain, not its name: prefer {@link Domain} or {@link Kerberos}.
     *
     * @param username {@code DOMAIN\\user}, {@code user@realm}, or {@code user} for an account of the host or of its domain
     */
    record Ntlm(String username, Secret password) implements Credentials {
        public Ntlm {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * A domain account by Kerberos alone. Realms and controllers are those that the JVM knows: its krb5.conf ({@code java.security.krb5.conf}) or
     * DNS; nothing of the JVM's is changed. Hosts must be addressed by their names in the domain. Tickets are got when first needed and, but for a
     * subject's, again when they have expired.
     *
     * @param principal {@code user@REALM}; null where the tickets tell
     * @param tickets where tickets come from
     */
    record Kerberos(@Nullable String principal, Tickets tickets) implements Credentials {
        public Kerberos {
            Objects.requireNonNull(tickets, "tickets");
            if (principal == null && (tickets instanceof Tickets.Keytab || tickets instanceof Tickets.Password)) {
                throw new IllegalArgumentException("a keytab and a password need the principal they are for");
            }
        }
    }

    /** Where Kerberos takes its tickets from. */
    sealed interface Tickets {
        /**
         * A ticket cache, as {@code kinit} fills it.
         *
         * @param file null for the usual one
         */
        record Cache(@Nullable Path file) implements Tickets {}

        /** A file with the principal's keys. */
        record Keytab(Path file) implements Tickets {
            public Keytab {
                Objects.requireNonNull(file, "file");
            }
        }

        /** The principal's password. */
        record Password(Secret password) implements Tickets {
            public Password {
                Objects.requireNonNull(password, "password");
            }
        }

        /** A subject that has logged in and holds its tickets; renewing them is the caller's. */
        record LoggedIn(Subject subject) implements Tickets {
            public LoggedIn {
                Objects.requireNonNull(subject, "subject");
            }

            @Override
            public String toString() {
                return "LoggedIn[hidden]";
            }
        }
    }

    /**
     * A domain account by CredSSP ([MS-CSSP]): the host gets the password and can act with it on other machines, which is what clusters need
     * where there is no session configuration that runs as another account: with it no {@code delegatedConfiguration} is needed. Only over
     * verified TLS, or where Kerberos has proven the host; a host whose CredSSP is older than May 2018 is refused. The host must take it
     * ({@code Enable-WSManCredSSP -Role Server}); accounts in Protected Users are refused by Windows.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    record CredSsp(String username, Secret password) implements Credentials {
        public CredSsp {
            Objects.requireNonNull(username, "username");
            Objects.requireNonNull(password, "password");
        }
    }

    /**
     * A client certificate that the host maps to a local account, so that its sessions reach no other machine. Over TLS 1.2 only: Windows asks
     * for it after the handshake. The host must have {@code Auth\\Certificate} switched on, a mapping of the certificate's UPN
     * ({@code winrm/config/service/certmapping}), and its issuer among the machine's trusted roots.
     *
     * @param chain the certificate and its issuers: a PKCS#12 file that holds the key, too, or PEM
     * @param key the private key in PEM, RSA or EC (PKCS#8, plain or encrypted by PBES2); null if {@code chain} is PKCS#12
     * @param password what the key is encrypted with; null if it is not
     */
    record Certificate(
            Path chain, @Nullable Path key, @Nullable Secret password) implements Credentials {
        public Certificate {
            Objects.requireNonNull(chain, "chain");
        }
    }

    /** Makes credentials for one-way CHAP. */
    static Credentials chap(String user, Secret secret) {
        return new Chap(user, secret, null, null);
    }

    /** Makes credentials for mutual CHAP. */
    static Credentials mutualChap(String user, Secret secret, String targetUser, Secret targetSecret) {
        return new Chap(
                user,
                secret,
                Objects.requireNonNull(targetUser, "targetUser"),
                Objects.requireNonNull(targetSecret, "targetSecret"));
    }

    /** Makes credentials for Basic. */
    static Credentials basic(String username, Secret password) {
        return new Basic(username, password);
    }

    /**
     * Makes credentials for Negotiate.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    static Credentials domain(String username, Secret password) {
        return new Domain(username, password);
    }

    /**
     * Makes credentials for NTLM alone.
     *
     * @param username {@code DOMAIN\\user}, {@code user@realm}, or {@code user}
     */
    static Credentials ntlm(String username, Secret password) {
        return new Ntlm(username, password);
    }

    /** Makes credentials for Kerberos with the tickets of the usual cache. */
    static Credentials kerberos() {
        return new Kerberos(null, new Tickets.Cache(null));
    }

    /**
     * Makes credentials for Kerberos.
     *
     * @param principal {@code user@REALM}
     */
    static Credentials kerberos(String principal, Secret password) {
        return new Kerberos(Objects.requireNonNull(principal, "principal"), new Tickets.Password(password));
    }

    /** Makes credentials for Kerberos with the tickets of a subject that has logged in. */
    static Credentials kerberos(Subject subject) {
        return new Kerberos(null, new Tickets.LoggedIn(subject));
    }

    /**
     * Makes credentials for Kerberos with a keytab.
     *
     * @param principal {@code user@REALM}
     */
    static Credentials kerberosKeytab(String principal, Path keytab) {
        return new Kerberos(Objects.requireNonNull(principal, "principal"), new Tickets.Keytab(keytab));
    }

    /** Makes credentials for Kerberos with a ticket cache. */
    static Credentials kerberosCache(Path cache) {
        return new Kerberos(null, new Tickets.Cache(Objects.requireNonNull(cache, "cache")));
    }

    /**
     * Makes credentials for CredSSP.
     *
     * @param username {@code DOMAIN\\user} or {@code user@realm}
     */
    static Credentials credSsp(String username, Secret password) {
        return new CredSsp(username, password);
    }

    /** Makes credentials of a PKCS#12 file with a certificate and its key. */
    static Credentials certificate(Path pkcs12, Secret password) {
        return new Certificate(pkcs12, null, Objects.requireNonNull(password, "password"));
    }

    /**
     * Makes credentials of two PEM files.
     *
     * @param chain the certificate, then its issuers
     * @param key PKCS#8
     * @param password null if the key is not encrypted
     */
    static Credentials certificate(Path chain, Path key, @Nullable Secret password) {
        return new Certificate(chain, Objects.requireNonNull(key, "key"), password);
    }
}
