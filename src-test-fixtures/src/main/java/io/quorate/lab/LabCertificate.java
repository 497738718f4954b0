package io.quorate.lab;

import io.quorate.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;

/** A client certificate of the lab's authority with its key. Prints nothing of the key. */
public final class LabCertificate {
    private final PrivateKey key;
    private final X509Certificate certificate;
    private final X509Certificate authority;

    LabCertificate(PrivateKey key, X509Certificate certificate, X509Certificate authority) {
        this.key = key;
        this.certificate = certificate;
        this.authority = authority;
    }

    /** Returns the certificate. */
    public X509Certificate certificate() {
        return certificate;
    }

    /** Returns its private key. */
    public PrivateKey key() {
        return key;
    }

    /** Writes certificate, authority and key into a PKCS#12 file. */
    public Path pkcs12(Path file, Secret secret) {
        char[] password = secret.reveal();
        try (OutputStream out = Files.newOutputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, password, new Certificate[] {certificate, authority});
            store.store(out, password);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no PKCS#12 file", e);
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    /** Writes certificate and authority into a PEM file. */
    public Path chainPem(Path file) {
        try {
            return write(
                    file, pem("CERTIFICATE", certificate.getEncoded()) + pem("CERTIFICATE", authority.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no PEM file", e);
        }
    }

    /** Writes the key into a PEM file, PKCS#8 and not encrypted. */
    public Path keyPem(Path file) {
        return write(file, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "certificate of " + certificate.getSubjectX500Principal();
    }
}
