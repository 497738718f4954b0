package io.quorate.winrm.auth;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.spi.net.Logins;
import io.quorate.winrm.token.Der;
import io.quorate.winrm.token.TokenException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its private key, read from files once. Shows itself to whoever asks in TLS, whatever issuers the host names: Windows often
 * names none, or not the one it trusts. Prints nothing of the key.
 */
final class ClientCertificate extends X509ExtendedKeyManager {
    private static final int LARGEST_FILE = 1 << 20;
    private static final String ALIAS = "client";
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_PURPOSE = "2.5.29.37.0";
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private final PrivateKey key;
    private final X509Certificate[] chain;

    private ClientCertificate(Path file, PrivateKey key, X509Certificate[] chain) {
        this.key = key;
        this.chain = chain;
        checkPurpose(file, chain[0]);
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if that cannot be; names the file and the reason, and nothing of what the file holds
     * @throws io.quorate.spi.Fault if the password was wiped
     */
    static ClientCertificate of(Credentials.Certificate from) {
        char[] password = revealed(from.password());
        try {
            return from.key() == null
                    ? pkcs12(from.chain(), password == null ? new char[0] : password)
                    : pem(from.chain(), from.key(), password);
        } finally {
            if (password != null) {
                Arrays.fill(password, '\0');
            }
        }
    }

    private static char @Nullable [] revealed(@Nullable Secret password) {
        return password == null ? null : Logins.reveal(password);
    }

    // PKCS#12

    private static ClientCertificate pkcs12(Path file, char[] password) {
        byte[] bytes = read(file);
        if (new String(bytes, StandardCharsets.ISO_8859_1).contains("-----BEGIN ")) {
            throw wrong(
                    file,
                    "it is PEM and not PKCS#12: name certificate and key, Credentials.certificate(chain, key, ..)");
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(bytes), password);
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() != 1) {
                throw wrong(
                        file,
                        keys.isEmpty()
                                ? "it holds no private key: export the certificate with its key"
                                : "it holds " + keys.size() + " private keys: export the one that is meant");
            }
            Key key = store.getKey(keys.get(0), password);
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            if (!(key instanceof PrivateKey mine) || chain == null || chain.length == 0) {
                throw wrong(file, "it holds no certificate for its private key");
            }
            return new ClientCertificate(file, mine, ordered(file, file, mine, Arrays.asList(chain)));
        } catch (IOException e) {
            throw wrong(
                    file,
                    e.getCause() instanceof UnrecoverableKeyException
                            ? "the password is wrong" + foreign(password)
                            : "it is no PKCS#12 file, or is damaged");
        } catch (UnrecoverableKeyException e) {
            throw wrong(file, "its key has another password than the file");
        } catch (GeneralSecurityException e) {
            throw wrong(file, "this Java platform cannot read it");
        }
    }

    /** The JDK decrypts what is encrypted by PBES2 with ASCII passwords alone. */
    private static String foreign(char[] password) {
        for (char c : password) {
            if (c > 127) {
                return ", or one that the Java platform cannot read PKCS#12 with, since it is not all ASCII: export the file with"
                        + " another password, or use PEM";
            }
        }
        return "";
    }

    // PEM

    private static ClientCertificate pem(Path chain, Path keyFile, char @Nullable [] password) {
        Collection<? extends Certificate> certificates = certificates(chain);
        PrivateKey key = key(keyFile, password);
        return new ClientCertificate(chain, key, ordered(chain, keyFile, key, certificates));
    }

    private static Collection<? extends Certificate> certificates(Path file) {
        List<Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks(file)) {
                if (block.label().endsWith("CERTIFICATE")) {
                    certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.der())));
                }
            }
        } catch (CertificateException e) {
            throw wrong(file, "one of its certificates is damaged");
        }
        if (certificates.isEmpty()) {
            throw wrong(file, "it holds no certificate in PEM (-----BEGIN CERTIFICATE-----)");
        }
        return certificates;
    }

    private static PrivateKey key(Path file, char @Nullable [] password) {
        List<Block> keys = blocks(file).stream()
                .filter(block -> block.label().endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw wrong(
                    file,
                    keys.isEmpty()
                            ? "it holds no private key in PEM (-----BEGIN PRIVATE KEY-----)"
                            : "it holds " + keys.size() + " private keys: leave the one that is meant");
        }
        Block block = keys.get(0);
        return switch (block.label()) {
            case "PRIVATE KEY" -> key(file, block.der(), "its private key is damaged");
            case "ENCRYPTED PRIVATE KEY" -> decrypted(file, block.der(), password);
            default ->
                throw wrong(
                        file,
                        "its private key is of the old kind (" + block.label()
                                + "): write it as PKCS#8 with openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW");
        };
    }

    private static PrivateKey decrypted(Path file, byte[] der, char @Nullable [] password) {
        if (password == null) {
            throw wrong(file, "its private key is encrypted, and there is no password for it");
        }
        byte[] plain;
        try {
            plain = EncryptedKey.decrypt(der, password);
        } catch (EncryptedKey.Unknown e) {
            throw wrong(
                    file,
                    "its private key is encrypted in a way that is not supported (" + e.getMessage()
                            + "): write it anew with openssl pkcs8 -topk8 -v2 aes256 -in OLD -out NEW");
        } catch (TokenException e) {
            throw wrong(file, "its encrypted private key is damaged");
        } catch (GeneralSecurityException e) {
            throw wrong(file, "the password is wrong");
        }
        try {
            return key(file, plain, "the password is wrong");
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    private static PrivateKey key(Path file, byte[] der, String otherwise) {
        String algorithm;
        try {
            Der.Reader in = new Der.Reader(der).enter(Der.SEQUENCE);
            in.integer();
            algorithm = switch (in.enter(Der.SEQUENCE).oid()) {
                case "1.2.840.113549.1.1.1" -> "RSA";
                case "1.2.840.10045.2.1" -> "EC";
                default -> "";
            };
        } catch (TokenException e) {
            throw wrong(file, otherwise);
        }
        if (algorithm.isEmpty()) {
            throw wrong(file, "its private key is neither RSA nor EC, which is all that Windows takes");
        }
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw wrong(file, otherwise);
        }
    }

    /** A part of a PEM file. */
    private record Block(String label, byte[] der) {}

    private static List<Block> blocks(Path file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = PEM.matcher(new String(read(file), StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            // What is left of an older kind's headers is none of ours: only its label is told.
            blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(padded(matcher.group(2)))));
        }
        return blocks;
    }

    /** The decoder minds what is cut off; then nothing is decoded, and the reason is told by whoever wants the content. */
    private static String padded(String base64) {
        String letters = base64.replaceAll("[^A-Za-z0-9+/]", "");
        return letters.length() % 4 == 1 ? "" : letters;
    }

    // both

    /** Puts the key's certificate first, and each one's issuer behind it. */
    private static X509Certificate[] ordered(
            Path file, Path keyFile, PrivateKey key, Collection<? extends Certificate> given) {
        List<X509Certificate> rest = new ArrayList<>();
        given.forEach(it -> rest.add((X509Certificate) it));
        List<X509Certificate> chain = new ArrayList<>();
        X509Certificate next = rest.stream()
                .filter(it -> belongs(it, key))
                .findFirst()
                .orElseThrow(() -> wrong(
                        file,
                        file.equals(keyFile)
                                ? "its private key belongs to none of its certificates"
                                : "the private key in " + keyFile + " belongs to none of its certificates"));
        while (next != null) {
            X509Certificate last = next;
            rest.remove(last);
            chain.add(last);
            next = rest.stream()
                    .filter(it -> it.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                    .findFirst()
                    .orElse(null);
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static boolean belongs(X509Certificate certificate, PrivateKey key) {
        if (!certificate.getPublicKey().getAlgorithm().equals(key.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature =
                    Signature.getInstance(key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
            byte[] word = ALIAS.getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(word);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(word);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void checkPurpose(Path file, X509Certificate certificate) {
        List<String> purposes;
        try {
            purposes = certificate.getExtendedKeyUsage();
        } catch (CertificateException e) {
            throw wrong(file, "its certificate is damaged");
        }
        if (purposes != null && !purposes.contains(CLIENT_AUTHENTICATION) && !purposes.contains(ANY_PURPOSE)) {
            throw wrong(
                    file,
                    "its certificate is not for logging in: its extended key usage lacks client authentication ("
                            + CLIENT_AUTHENTICATION + ")");
        }
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST_FILE + 1);
            if (bytes.length > LARGEST_FILE) {
                throw wrong(file, "it is larger than a file of certificates can be");
            }
            if (bytes.length == 0) {
                throw wrong(file, "it is empty");
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw wrong(file, "there is no such file");
        } catch (IOException e) {
            throw wrong(
                    file,
                    Files.isDirectory(file)
                            ? "it is a directory"
                            : "it cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static IllegalArgumentException wrong(Path file, String reason) {
        return new IllegalArgumentException("client certificate " + file + ": " + reason);
    }

    /** Describes it for a person: whose, from whom, how long. */
    String described() {
        return "certificate of " + chain[0].getSubjectX500Principal() + ", issued by "
                + chain[0].getIssuerX500Principal() + ", valid "
                + chain[0].getNotBefore().toInstant() + " to "
                + chain[0].getNotAfter().toInstant();
    }

    // TLS asks

    private @Nullable String alias(String[] kinds) {
        return Arrays.stream(kinds).anyMatch(key.getAlgorithm()::equalsIgnoreCase) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] kinds, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(kinds);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] kinds, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(kinds);
    }

    @Override
    public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain.clone();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return key;
    }

    @Override
    public String @Nullable [] getServerAliases(String kind, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String kind, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String toString() {
        return "ClientCertificate[" + chain[0].getSubjectX500Principal() + "]";
    }
}
