package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.lab.Lab;
import io.quorate.lab.LoginSpec.ChannelBinding;
import io.quorate.lab.LongForm;
import io.quorate.lab.behaviour.LoginRig.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Kerberos with channel binding to a host that demands it: in a JVM that was started with the flag. */
class StrictKerberosTest {
    private static final String FLAG = "java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED";

    @LongForm
    @Test
    void strictHost_letsKerberosInWhereTheJvmHasTheFlag() throws Exception {
        assertThat(run("--add-exports", FLAG)).isEqualTo("Kerberos: in\nNegotiate: in\nunbound: refused\n");
    }

    private static String run(String... options) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(List.of(options));
        command.add(Child.class.getName());
        File log = File.createTempFile("strict", ".log");
        Process process = new ProcessBuilder(command)
                .redirectError(log)
                .redirectErrorStream(false)
                .start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return out;
        } finally {
            process.destroyForcibly();
            log.deleteOnExit();
        }
    }

    /** What runs in that JVM. */
    static final class Child {
        private Child() {}

        public static void main(String... args) {
            Secret secret = Secret.of(LoginRig.MEMBER_PASSWORD);
            Credentials kerberos = Credentials.kerberos(LoginRig.MEMBER + "@LAB.EXAMPLE", secret);
            try (Lab lab = LoginRig.builder(true)
                    .logins(logins -> logins.channelBinding(ChannelBinding.STRICT))
                    .start()) {
                say("Kerberos: " + tried(lab, Wire.BOUND, kerberos, "required"));
                say("Negotiate: "
                        + tried(lab, Wire.HTTPS, Credentials.domain("LAB\\" + LoginRig.MEMBER, secret), "auto"));
                say("unbound: " + tried(lab, Wire.HTTPS, kerberos, "off"));
            }
        }

        private static String tried(Lab lab, Wire wire, Credentials credentials, String binding) {
            long legs = LoginRig.legs(lab);
            try (Quorate quorate = LoginRig.connect(
                            lab, wire, credentials, endpoint -> endpoint.option("channelBinding", binding))
                    .build()) {
                LoginRig.useIt(lab, quorate);
                // no leg of its own: it was not NTLM
                return LoginRig.legs(lab) == legs ? "in" : "in, with legs of its own";
            } catch (io.quorate.error.AccessDeniedException e) {
                return "refused";
            }
        }

        private static void say(String line) {
            System.out.println(line);
        }
    }
}
