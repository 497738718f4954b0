package io.quorate.lab.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The lab's certificate authority: made at start, trusted by nobody until a test says so. Certificates ([RFC 5280]) are valid from 2020 to
 * 2049, whatever the lab's clock shows. Keys are P-256 and not reproducible from the seed. Each authority has a key of its own, and no two
 * labs that run at a time have the same one, so that the clients of none trust another. What a closed lab gives back serves a later one: to
 * make keys and to sign takes most of a lab's start.
 */
public final class LabAuthority {
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Keys of hosts, in the order in which any authority asks for them. */
    private static final List<KeyPair> HOST_KEYS = new ArrayList<>();

    /** Authorities that labs have given back. */
    private static final Deque<LabAuthority> FREE = new ArrayDeque<>();

    private static final int MOST_FREE = 8;
    private static final int MOST_ISSUED = 256;

    private final SecureRandom random = new SecureRandom();
    private final Map<List<String>, Issued> issued = new HashMap<>();
    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;
    private final AtomicInteger hosts = new AtomicInteger();

    /** Makes an authority with a new key. */
    public LabAuthority(String name) {
        this.name = name;
        try {
            keys = newKeys();
            certificate = signed(
                    name,
                    keys.getPublic(),
                    List.of(
                            extension("2.5.29.19", true, Der.sequence(Der.bool(true))),
                            extension("2.5.29.15", true, Der.bits(1, new byte[] {0x06})),
                            extension("2.5.29.14", false, Der.octets(keyId(keys.getPublic())))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no lab authority", e);
        }
    }

    /** Lends an authority that nobody else has now: one that was given back, or a new one. */
    public static LabAuthority lend(String name) {
        synchronized (FREE) {
            for (LabAuthority free : FREE) {
                if (free.name.equals(name)) {
                    FREE.remove(free);
                    return free;
                }
            }
        }
        return new LabAuthority(name);
    }

    /** Gives a lent authority back, once. Whoever trusts it still trusts the next who borrows it. */
    public void giveBack() {
        synchronized (FREE) {
            FREE.push(this);
            if (FREE.size() > MOST_FREE) {
                FREE.removeLast();
            }
        }
    }

    /** Returns the authority's certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns the authority's certificate as PEM text. */
    public String pem() {
        try {
            String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a server identity for a host: its name, {@code localhost} and 127.0.0.1. */
    public SSLContext serverContext(String host, String... otherNames) {
        return serverContext(false, host, otherNames);
    }

    private static byte[] address(String ip) {
        String[] parts = ip.split("\\.");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Der.tagged(0x87, bytes);
    }

    /**
     * Makes a server identity for a host.
     *
     * @param clients whether it takes certificates of clients, whoever has signed them: what they are worth is judged behind it
     */
    public SSLContext serverContext(boolean clients, String host, String... otherNames) {
        List<byte[]> names = new ArrayList<>();
        names.add(dns(host));
        for (String other : otherNames) {
            names.add(other.matches("\\d+(\\.\\d+){3}") ? address(other) : dns(other));
        }
        names.add(dns("localhost"));
        names.add(Der.tagged(0x87, LOOPBACK));
        try {
            Issued issued = host(host, otherNames, Der.sequence(names.toArray(byte[][]::new)));
            char[] password = new char[0];
            // not PKCS12: stretching a password for a store that never leaves memory costs half of a lab's start
            KeyStore store = KeyStore.getInstance("JKS");
            store.load(null, password);
            store.setKeyEntry("host", issued.key(), password, new Certificate[] {issued.certificate(), certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            // not null, which stands for all authorities of the platform: they would be read, for each host, and never
            // asked
            TrustManager[] trusted = clients ? new TrustManager[] {new AnyClient(certificate)} : new TrustManager[0];
            context.init(managers.getKeyManagers(), trusted, random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate for " + host, e);
        }
    }

    /** As HTTP.sys does, it takes what a client shows, and names the authority it would like. */
    private static final class AnyClient extends X509ExtendedTrustManager {
        private final X509Certificate authority;

        AnyClient(X509Certificate authority) {
            this.authority = authority;
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority};
        }
    }

    /** A certificate with its key. Prints nothing of the key. */
    public record Issued(PrivateKey key, X509Certificate certificate) {
        @Override
        public String toString() {
            return "certificate of " + certificate.getSubjectX500Principal();
        }
    }

    /** Makes a certificate for a client, with a principal name as Windows maps it, {@code user@host}. */
    public Issued client(String principal) {
        byte[] name = Der.tagged(0xa0, Der.oid("1.3.6.1.4.1.311.20.2.3"), Der.tagged(0xa0, Der.utf8(principal)));
        try {
            return issued(newKeys(), principal, "1.3.6.1.5.5.7.3.2", Der.sequence(name));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for " + principal, e);
        }
    }

    /** The same names get the same certificate: it says nothing but them. */
    private Issued host(String host, String[] otherNames, byte[] names) throws GeneralSecurityException {
        List<String> key = new ArrayList<>(List.of(otherNames));
        key.add(host);
        synchronized (issued) {
            Issued known = issued.get(key);
            if (known == null && issued.size() < MOST_ISSUED) {
                known = issued(hostKeys(), host, "1.3.6.1.5.5.7.3.1", names);
                issued.put(key, known);
            }
            return known != null ? known : issued(hostKeys(), host, "1.3.6.1.5.5.7.3.1", names);
        }
    }

    private Issued issued(KeyPair pair, String subject, String use, byte[] names) throws GeneralSecurityException {
        List<byte[]> extensions = new ArrayList<>(List.of(extension("2.5.29.37", false, Der.sequence(Der.oid(use)))));
        extensions.add(extension("2.5.29.17", false, names));
        return issued(pair, subject, extensions, Validity.USUAL);
    }

    private Issued issued(KeyPair pair, String subject, List<byte[]> more, Validity validity)
            throws GeneralSecurityException {
        List<byte[]> extensions = new ArrayList<>(List.of(
                extension("2.5.29.19", true, Der.sequence()),
                extension("2.5.29.15", true, Der.bits(7, new byte[] {(byte) 0x80}))));
        extensions.addAll(more);
        extensions.add(extension("2.5.29.14", false, Der.octets(keyId(pair.getPublic()))));
        extensions.add(extension("2.5.29.35", false, Der.sequence(Der.tagged(0x80, keyId(keys.getPublic())))));
        return new Issued(pair.getPrivate(), signed(subject, pair.getPublic(), extensions, validity));
    }

    /**
     * From when to when a certificate holds, as ASN.1 writes it.
     *
     * @param from {@code yyMMddHHmmssZ}
     * @param until the same
     */
    private record Validity(String from, String until) {
        static final Validity USUAL = new Validity("200101000000Z", "491231235959Z");
        static final Validity OVER = new Validity("200101000000Z", "210101000000Z");
    }

    /**
     * What a certificate of a server is to be like.
     *
     * @param names its DNS names; the first is its common name, too
     * @param purposes object identifiers of what it is for; none to say nothing
     * @param revocation where lists of what is revoked are; none to say nothing
     * @param expired whether it held for the year 2020 alone
     */
    public record ServerSpec(List<String> names, List<String> purposes, List<String> revocation, boolean expired) {}

    /** Makes a certificate for a server, with a key of its own. */
    public Issued server(ServerSpec spec) {
        List<byte[]> extensions = new ArrayList<>();
        if (!spec.purposes().isEmpty()) {
            extensions.add(extension(
                    "2.5.29.37",
                    false,
                    Der.sequence(spec.purposes().stream().map(Der::oid).toArray(byte[][]::new))));
        }
        extensions.add(extension(
                "2.5.29.17",
                false,
                Der.sequence(spec.names().stream().map(LabAuthority::dns).toArray(byte[][]::new))));
        if (!spec.revocation().isEmpty()) {
            byte[][] places = spec.revocation().stream()
                    .map(place -> Der.tagged(0x86, place.getBytes(StandardCharsets.US_ASCII)))
                    .toArray(byte[][]::new);
            byte[] point = Der.sequence(Der.tagged(0xa0, Der.tagged(0xa0, places)));
            extensions.add(extension("2.5.29.31", false, Der.sequence(point)));
        }
        try {
            return issued(newKeys(), spec.names().get(0), extensions, spec.expired() ? Validity.OVER : Validity.USUAL);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate for " + spec.names(), e);
        }
    }

    private TrustManagerFactory trust() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", certificate);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    /** Makes a client's TLS context that trusts this authority and no other. */
    public SSLContext clientContext() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust().getTrustManagers(), random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no trust in the lab's authority", e);
        }
    }

    private static byte[] dns(String host) {
        return Der.tagged(0x82, host.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
    }

    private KeyPair hostKeys() throws GeneralSecurityException {
        int number = hosts.getAndIncrement();
        synchronized (HOST_KEYS) {
            while (HOST_KEYS.size() <= number) {
                HOST_KEYS.add(newKeys());
            }
            return HOST_KEYS.get(number);
        }
    }

    private KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        return generator.generateKeyPair();
    }

    private static byte[] keyId(PublicKey key) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        return Arrays.copyOf(hash, 20);
    }

    private X509Certificate signed(String subject, PublicKey key, List<byte[]> extensions)
            throws GeneralSecurityException {
        return signed(subject, key, extensions, Validity.USUAL);
    }

    private X509Certificate signed(String subject, PublicKey key, List<byte[]> extensions, Validity validity)
            throws GeneralSecurityException {
        byte[] algorithm = Der.sequence(Der.oid(ECDSA_SHA256));
        byte[] body = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(127, random).add(BigInteger.ONE)),
                algorithm,
                named(name),
                Der.sequence(Der.utcTime(validity.from()), Der.utcTime(validity.until())),
                named(subject),
                key.getEncoded(),
                Der.tagged(0xa3, Der.sequence(extensions.toArray(byte[][]::new))));
        PrivateKey signer = keys.getPrivate();
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(signer, random);
        signature.update(body);
        byte[] whole = Der.sequence(body, algorithm, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(whole));
    }

    private static byte[] named(String commonName) {
        return Der.sequence(Der.set(Der.sequence(Der.oid("2.5.4.3"), Der.utf8(commonName))));
    }

    private static byte[] extension(String oid, boolean critical, byte[] value) {
        return critical
                ? Der.sequence(Der.oid(oid), Der.bool(true), Der.octets(value))
                : Der.sequence(Der.oid(oid), Der.octets(value));
    }
}
