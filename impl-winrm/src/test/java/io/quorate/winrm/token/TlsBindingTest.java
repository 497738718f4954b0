package io.quorate.winrm.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.wsman.TestIdentity;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.Principal;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsBindingTest {
    @Test
    void serverEndPoint_isThePrefixAndTheCertificatesHash(@TempDir Path folder) throws Exception {
        X509Certificate certificate = TestIdentity.create(folder, "hv1").certificate();
        // JDK 17's tool signs with SHA-256, newer ones with SHA-384
        MessageDigest digest =
                MessageDigest.getInstance(certificate.getSigAlgName().startsWith("SHA384") ? "SHA-384" : "SHA-256");

        byte[] binding = TlsBinding.serverEndPoint(certificate);

        assertThat(binding).startsWith("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII));
        assertThat(binding).endsWith(digest.digest(certificate.getEncoded()));
        assertThat(binding).hasSize(21 + digest.getDigestLength());
    }

    @Test
    void hash_isThatOfAnExampleWithAddressesOfTypeZero() {
        byte[] binding = new byte[21 + 32];
        System.arraycopy("tls-server-end-point:".getBytes(StandardCharsets.US_ASCII), 0, binding, 0, 21);
        System.arraycopy(
                Hex.of("eacda8e2c4d1f8b8f0d49fd8ba3d36c51dd1be8d5a1b3a4f1e9d7b6b20d1d7f1"), 0, binding, 21, 32);
        byte[] gss = new byte[20 + binding.length];
        gss[16] = (byte) binding.length;
        System.arraycopy(binding, 0, gss, 20, binding.length);
        assertThat(TlsBinding.hash(binding)).isEqualTo(NtlmCrypto.md5(gss));
    }

    @ParameterizedTest
    @CsvSource({
        "SHA256withRSA, SHA-256",
        "SHA1withRSA, SHA-256",
        "MD5withRSA, SHA-256",
        "SHA384withECDSA, SHA-384",
        "SHA512withRSA, SHA-512",
        "SHA224withRSA, SHA-224",
        "Ed25519, SHA-256",
        "1.2.3.4, SHA-256",
    })
    void digest_isTheSignatures_butNeverAWeakOne(String signature, String digest) throws Exception {
        assertThat(TlsBinding.digest(new Signed(signature))).isEqualTo(digest);
    }

    @Test
    @DisplayName("a signature whose hash is a parameter of its own (RSASSA-PSS) is bound by that hash")
    void serverEndPoint_ofAPssSignature_takesItsHash() throws Exception {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(PSS_SHA_384.getBytes(StandardCharsets.US_ASCII)));

        assertThat(TlsBinding.digest(certificate)).isEqualTo("SHA-384");
        assertThat(Hex.of(TlsBinding.serverEndPoint(certificate)))
                .as("by another hand")
                .endsWith("6bab4a393746e6934c88d964b3525118344f3f6710f0e952d063407d89a9cf2a"
                        + "05783c7f7569ca398f258dd8227dd570");
    }

    private static final String PSS_SHA_384 = """
            -----BEGIN CERTIFICATE-----
            MIIDZTCCAhmgAwIBAgIUEhKygNuoNGuakRz19npROhIyzO8wQQYJKoZIhvcNAQEK
            MDSgDzANBglghkgBZQMEAgIFAKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIF
            AKIDAgEwMA4xDDAKBgNVBAMMA2h2MTAeFw0yNjExMjgyMDQxNDBaFw0zNjExMjUy
            MDQxNDBaMA4xDDAKBgNVBAMMA2h2MTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
            AQoCggEBANBjbKwQKiJ+8KM6yPRLrHMgHPObHgDvt5TpbL06jKrJYSBPXmGUNvOs
            0AKgKtxhORIhpJW1l5JveQtCx6oI3gwLWwRZoKfej5aZu8A7KYG2gcHgJtgz15RJ
            evGL7BQawtd02UCnQDBPK+rmVA5OrZpj13zlm3EWiO+AayP5HvG0wnj2GTv3WTiV
            +As16MaMYSPv4iohfRqZ/MEEbKOdcvnOKQXtxd6e6z/XZec9/5j9c7UqOc/WIhes
            j5YlQeI6KUFRwhElIbagHMJi4G1/e83Hbl4xckpimGSWrEeTLhN7sAsrpvN+G5kz
            ZRP3DXaxRwoTNqwdrzRFCLaqEYYG8SECAwEAAaNTMFEwHQYDVR0OBBYEFE86jI0S
            zwHWKgkC/8mfc5Q+TUZ+MB8GA1UdIwQYMBaAFE86jI0SzwHWKgkC/8mfc5Q+TUZ+
            MA8GA1UdEwEB/wQFMAMBAf8wQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgIF
            AKEcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgIFAKIDAgEwA4IBAQALpA0cplWz
            zs2j1uFspUCDzaO4YlxITAHZOw2BKQDxLmH9kUHBolsHP0RA3qotSWqXs5UNTDDX
            nJAMPg2mcK5p30fExf2wsXZj9rQQp8JDBTn1inPnO2hblMfrzCGiWKNZdqMT2eGZ
            4ccRQ4tMfGMaC9GCqL/IC29klzLjNZ4/bFJDYjBG25PC9/HJSAxyVXgek+dNEhxy
            YUKok7rLE0FrsU+kzkS+DMXCUccwzXK3p+8GHflDoLIhMTt03pQqG0H5HkoCpkP5
            UTgTzIXHAqmYDh9+G4Vf2paZvaTvgyavuu9CjJOoUfhP6rG5SlRgz61bFq5Rh+Eu
            kJ7wjczay9Wm
            -----END CERTIFICATE-----
            """;

    /** A certificate that only tells how it is signed. */
    private static final class Signed extends X509Certificate {
        private final String algorithm;

        Signed(String algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        public String getSigAlgName() {
            return algorithm;
        }

        @Override
        public byte @Nullable [] getSigAlgParams() {
            return null;
        }

        private static RuntimeException unknown() {
            return new UnsupportedOperationException();
        }

        @Override
        public void checkValidity() {}

        @Override
        public void checkValidity(Date date) {}

        @Override
        public int getVersion() {
            throw unknown();
        }

        @Override
        public java.math.BigInteger getSerialNumber() {
            throw unknown();
        }

        @Override
        public Principal getIssuerDN() {
            throw unknown();
        }

        @Override
        public Principal getSubjectDN() {
            throw unknown();
        }

        @Override
        public Date getNotBefore() {
            throw unknown();
        }

        @Override
        public Date getNotAfter() {
            throw unknown();
        }

        @Override
        public byte[] getTBSCertificate() {
            throw unknown();
        }

        @Override
        public byte[] getSignature() {
            throw unknown();
        }

        @Override
        public String getSigAlgOID() {
            throw unknown();
        }

        @Override
        public boolean @Nullable [] getIssuerUniqueID() {
            return null;
        }

        @Override
        public boolean @Nullable [] getSubjectUniqueID() {
            return null;
        }

        @Override
        public boolean @Nullable [] getKeyUsage() {
            return null;
        }

        @Override
        public int getBasicConstraints() {
            return -1;
        }

        @Override
        public byte[] getEncoded() {
            throw unknown();
        }

        @Override
        public void verify(PublicKey key) {}

        @Override
        public void verify(PublicKey key, String provider) {}

        @Override
        public String toString() {
            return algorithm;
        }

        @Override
        public PublicKey getPublicKey() {
            throw unknown();
        }

        @Override
        public boolean hasUnsupportedCriticalExtension() {
            return false;
        }

        @Override
        public @Nullable Set<String> getCriticalExtensionOIDs() {
            return null;
        }

        @Override
        public @Nullable Set<String> getNonCriticalExtensionOIDs() {
            return null;
        }

        @Override
        public byte @Nullable [] getExtensionValue(String oid) {
            return null;
        }
    }
}
