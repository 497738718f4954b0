package io.quorate.lab.peer;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Software that nobody here wrote, run when {@code QUORATE_PEERS=1} is set. Where CI wants peers, a missing one fails. */
final class Peers {
    static final String PACKAGES =
            "apt-get install -y --no-install-recommends gss-ntlmssp python3-gssapi python3-samba samba-ad-dc"
                    + " samba-ad-provision krb5-user krb5-kdc krb5-admin-server faketime openssl freerdp2-shadow-x11 xvfb";

    /** Under which folder they are installed; a check of the checks names one that has none. */
    private static final String ROOT = System.getProperty("quorate.peers", "");

    private static final Path SCRIPTS = Path.of("src", "test", "peers").toAbsolutePath();

    private Peers() {}

    /** Skips, or under CI fails, unless these are here: programs, or files of packages that bring none. */
    static void need(String... files) {
        for (String file : files) {
            if (!Files.isReadable(Path.of(ROOT + file))) {
                missing(file + " is missing: " + PACKAGES);
            }
        }
    }

    /** Skips, or under CI fails. */
    static void missing(String what) {
        if (System.getenv("CI") != null) {
            fail(what);
        }
        abort(what);
    }

    static String script(String name) {
        return SCRIPTS.resolve(name).toString();
    }

    /** Runs a program to its end and returns what it wrote. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " failed: " + output);
        }
        return output;
    }

    /**
     * A certificate that signs itself.
     *
     * @param file the certificate and its key, in one PEM file
     * @param certificate the certificate alone
     */
    record Identity(Path file, Path certificate) {
        static Identity of(Path folder, String host, String digest) throws Exception {
            Path certificate = folder.resolve(host + ".pem");
            Path key = folder.resolve(host + ".key");
            run(List.of(
                    "openssl",
                    "req",
                    "-x509",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:P-256",
                    "-nodes",
                    "-days",
                    "2",
                    "-" + digest,
                    "-subj",
                    "/CN=" + host,
                    "-addext",
                    "subjectAltName=DNS:" + host,
                    "-keyout",
                    key.toString(),
                    "-out",
                    certificate.toString()));
            Path both = folder.resolve(host + "-both.pem");
            return new Identity(
                    Files.writeString(both, Files.readString(certificate) + Files.readString(key)), certificate);
        }
    }
}
