package io.quorate.winrm.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.QuorateRuntime;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.winrm.wsman.HttpCarrier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates to log in with, as openssl and Windows write them. */
class ClientCertificateTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/quorate/winrm/auth/certificates");
    private static final String STORE_PASSWORD = "test-only-1";
    private static final String PASSWORD = "Gr\u00fc\u00dfe-1\u20ac";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rsa.p12", "rsa-legacy.p12"})
    void of_pkcs12_takesKeyAndCertificate(String file) {
        ClientCertificate certificate = ClientCertificate.of(pkcs12(FOLDER.resolve(file), STORE_PASSWORD));

        assertThat(certificate.getPrivateKey("client").getAlgorithm()).isEqualTo("RSA");
        assertThat(certificate.getCertificateChain("client"))
                .extracting(it -> it.getSubjectX500Principal().getName())
                .containsExactly("CN=quorate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-aes256.pem", "ec-aes192-sha512.pem", "ec-aes128-sha1.pem", "ec-des3.pem", "ec.pem"})
    void of_pem_takesPlainAndEncryptedKeys_alsoWithAPasswordThatIsNotAscii(String key) {
        ClientCertificate certificate = ClientCertificate.of(pem("ec-cert.pem", key, PASSWORD));

        assertThat(certificate.getPrivateKey("client"))
                .isEqualTo(
                        ClientCertificate.of(pem("ec-cert.pem", "ec.pem", null)).getPrivateKey("client"));
    }

    @Test
    void of_pem_findsTheKeysCertificate_andPutsIssuersBehindIt() throws Exception {
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both,
                "Bag Attributes: none\r\n" + Files.readString(FOLDER.resolve("rsa-cert.pem"))
                        + Files.readString(FOLDER.resolve("ec-cert.pem")).replace("\n", "\r\n")
                        + Files.readString(FOLDER.resolve("ec.pem")));

        ClientCertificate certificate = ClientCertificate.of(new Credentials.Certificate(both, both, null));

        assertThat(certificate.getCertificateChain("client")[0].getPublicKey().getAlgorithm())
                .isEqualTo("EC");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ec-cert.pem        | ec-sec1.pem    | ec-sec1.pem: its private key is of the old kind (EC PRIVATE KEY): write it as PKCS#8 with openssl pkcs8 -topk8
                    rsa-cert.pem       | rsa-pkcs1.pem  | rsa-pkcs1.pem: its private key is of the old kind (RSA PRIVATE KEY): write it as PKCS#8 with openssl pkcs8 -topk8
                    ec-cert.pem        | ec-scrypt.pem  | ec-scrypt.pem: its private key is encrypted in a way that is not supported (1.3.6.1.4.1.11591.4.11)
                    ec-cert.pem        | ec-pbes1.pem   | ec-pbes1.pem: its private key is encrypted in a way that is not supported (1.2.840.113549.1.12.1.3)
                    ec-cert.pem        | ed25519.pem    | ed25519.pem: its private key is neither RSA nor EC
                    ec-cert.pem        | rsa.pem        | ec-cert.pem: the private key in
                    ec-server-cert.pem | ec.pem         | ec-server-cert.pem: its certificate is not for logging in: its extended key usage lacks client authentication
                    ec.pem             | ec.pem         | ec.pem: it holds no certificate in PEM
                    ec-cert.pem        | ec-cert.pem    | ec-cert.pem: it holds no private key in PEM
                    ec-cert.pem        | absent.pem     | absent.pem: there is no such file
                    absent.pem         | ec.pem         | absent.pem: there is no such file
                    """)
    void of_whatCannotBeUsed_namesFileAndReason(String chain, String key, String message) {
        assertThatThrownBy(() -> ClientCertificate.of(pem(chain, key, PASSWORD)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("client certificate ")
                .hasMessageContaining(message);
    }

    @Test
    void of_whenThePasswordIsWrongOrMissing_saysSo_andKeepsTheContentToItself() throws Exception {
        for (String file : List.of("rsa.p12", "rsa-legacy.p12")) {
            refused(pkcs12(FOLDER.resolve(file), "hunter2-wrong"), "the password is wrong");
        }
        for (String key : List.of("ec-aes256.pem", "ec-des3.pem")) {
            refused(pem("ec-cert.pem", key, "hunter2-wrong"), "the password is wrong");
            refused(pem("ec-cert.pem", key, null), "is encrypted, and there is no password for it");
        }
    }

    @Test
    @DisplayName("a password beyond ASCII opens a PKCS#12 file where the JDK can do that, else the way out is told")
    void of_pkcs12WhosePasswordIsNotAscii_isTaken_orToldOf() throws Exception {
        Credentials.Certificate umlaut = pkcs12(FOLDER.resolve("rsa-umlaut.p12"), PASSWORD);
        try {
            ClientCertificate.of(umlaut);
        } catch (IllegalArgumentException e) {
            refused(umlaut, "since it is not all ASCII: export the file with another");
        }
    }

    @Test
    void of_whatIsDamagedOrSomethingElse_isToldApart() throws Exception {
        refused(pkcs12(FOLDER.resolve("ec-cert.pem"), PASSWORD), "it is PEM and not PKCS#12");
        refused(pkcs12(file("empty", new byte[0]), PASSWORD), "it is empty");
        refused(pkcs12(file("noise", new byte[] {1, 2, 3}), PASSWORD), "it is no PKCS#12 file, or is damaged");
        refused(pkcs12(file("huge", new byte[(1 << 20) + 1]), PASSWORD), "it is larger than");
        refused(pkcs12(folder, PASSWORD), "it is a directory");
        byte[] half = Arrays.copyOf(Files.readAllBytes(FOLDER.resolve("rsa.p12")), 1200);
        refused(pkcs12(file("half", half), PASSWORD), "it is no PKCS#12 file, or is damaged");
        String key = Files.readString(FOLDER.resolve("ec-aes256.pem"));
        for (int cut : new int[] {6, 30, 64, 65, 180}) {
            Path cutKey = file("cut" + cut, cut(key, cut).getBytes());
            refused(
                    new Credentials.Certificate(FOLDER.resolve("ec-cert.pem"), cutKey, Secret.of(PASSWORD)),
                    cutKey + ": ");
        }
        String certificate = Files.readString(FOLDER.resolve("ec-cert.pem"));
        Path cutChain = file("chain", cut(certificate, 70).getBytes());
        refused(
                new Credentials.Certificate(cutChain, FOLDER.resolve("ec.pem"), null),
                "one of its certificates is damaged");
        Path two = file("two", (Files.readString(FOLDER.resolve("ec.pem")).repeat(2)).getBytes());
        refused(new Credentials.Certificate(FOLDER.resolve("ec-cert.pem"), two, null), "it holds 2 private keys");
    }

    @Test
    void of_aStoreWithoutAKey_saysSo() throws Exception {
        java.security.KeyStore store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry(
                "ca", ClientCertificate.of(pem("ec-cert.pem", "ec.pem", null)).getCertificateChain("client")[0]);
        Path file = folder.resolve("ca.p12");
        try (java.io.OutputStream out = Files.newOutputStream(file)) {
            store.store(out, STORE_PASSWORD.toCharArray());
        }

        refused(pkcs12(file, STORE_PASSWORD), "it holds no private key");
    }

    @Test
    void print_neverShowsKeyOrPassword() throws Exception {
        Credentials credentials = pem("ec-cert.pem", "ec.pem", PASSWORD);
        LoginScheme scheme = LoginSchemes.of(credentials, LoginOptions.DEFAULT, QuorateRuntime.system());

        assertThat(credentials + " " + scheme + scheme.keys() + scheme.hint(List.of()))
                .contains("<hidden>", "CN=quorate")
                .doesNotContain(PASSWORD)
                .doesNotContain(Files.readString(FOLDER.resolve("ec.pem")).substring(40, 70));
    }

    @Test
    void login_overPlainHttp_isRefusedBeforeAnythingIsSent() {
        Credentials credentials = pem("ec-cert.pem", "ec.pem", null);

        assertThatThrownBy(() -> new HttpCarrier(
                                URI.create("http://hv1:5985/wsman"),
                                credentials,
                                Trust.platform(),
                                QuorateRuntime.system())
                        .close())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a client certificate is shown in TLS: the address of hv1 must be an https address");
        LoginScheme scheme = LoginSchemes.of(credentials, LoginOptions.DEFAULT, QuorateRuntime.system());
        assertThatThrownBy(() -> scheme.begin(new Peer("hv1", 5985, null)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
                    assertThat(fault.getMessage()).contains("hv1 is not reached over TLS");
                });
    }

    @Test
    void keys_showTheCertificate_whateverIssuersTheHostNames() {
        ClientCertificate certificate = ClientCertificate.of(pem("ec-cert.pem", "ec.pem", null));
        javax.security.auth.x500.X500Principal[] others = {new javax.security.auth.x500.X500Principal("CN=Other")};

        assertThat(certificate.chooseClientAlias(new String[] {"RSA", "EC"}, others, null))
                .isEqualTo("client");
        assertThat(certificate.chooseClientAlias(new String[] {"RSA"}, null, null))
                .isNull();
    }

    private static String cut(String pem, int letters) {
        int end = pem.indexOf("-----END");
        return pem.substring(0, end - letters) + "\n" + pem.substring(end);
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static void refused(Credentials.Certificate credentials, String reason) throws IOException {
        String content = Files.readString(FOLDER.resolve("ec-aes256.pem")).substring(50, 80);
        assertThatThrownBy(() -> ClientCertificate.of(credentials))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("hunter2")
                .hasMessageNotContaining(content)
                .hasNoCause();
    }

    private static Credentials.Certificate pkcs12(Path file, String password) {
        return new Credentials.Certificate(file, null, Secret.of(password));
    }

    private static Credentials.Certificate pem(String chain, String key, @Nullable String password) {
        return new Credentials.Certificate(
                FOLDER.resolve(chain), FOLDER.resolve(key), password == null ? null : Secret.of(password));
    }
}
