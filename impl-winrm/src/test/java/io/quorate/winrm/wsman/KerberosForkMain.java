package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.LoginSchemes;
import io.quorate.winrm.auth.Realms;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Logs in by Kerberos in a JVM that was started otherwise, and prints how it went. */
final class KerberosForkMain {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Credentials ALICE = Credentials.kerberos("alice@LAB.EXAMPLE", Secret.of(Realms.PASSWORD));

    private KerberosForkMain() {}

    /** Runs another JVM and returns what it printed. */
    static String run(Path folder, String what, String... options) throws Exception {
        Path output = Files.createTempFile(folder, what, ".txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                KerberosForkMain.class.getName(),
                what,
                Files.createTempDirectory(folder, what).toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as(Files.readString(output)).isTrue();
        return Files.readString(output);
    }

    public static void main(String[] arguments) throws Exception {
        TestRuntime runtime = new TestRuntime();
        if (arguments[0].equals("old")) {
            KerberosHost host = KerberosHost.http(runtime, "hv1.lab.example", "Kerberos");
            try {
                post(runtime, "http://hv1.lab.example:5985/wsman", Trust.platform(), LoginOptions.DEFAULT);
                System.out.println("old: let in");
            } catch (Fault fault) {
                System.out.println("old: " + fault.kind() + " " + fault.phase() + " " + host.seen);
            }
        } else {
            TestIdentity identity = TestIdentity.create(Path.of(arguments[1]), "hv1.lab.example");
            KerberosHost.https(runtime, "hv1.lab.example", identity, "Kerberos").strict();
            for (ChannelBinding binding : ChannelBinding.values()) {
                String name = binding.name().toLowerCase(Locale.ROOT);
                LoginOptions options = new LoginOptions(List.of(), binding);
                try {
                    post(runtime, "https://hv1.lab.example:5986/wsman", identity.authority(), options);
                    System.out.println(name + ": let in");
                } catch (Fault fault) {
                    boolean named = String.valueOf(fault.hint()).contains("channelBinding");
                    System.out.println(name + ": refused, hint " + (named ? "names channelBinding" : fault.hint()));
                }
            }
        }
        System.exit(0);
    }

    private static void post(TestRuntime runtime, String address, Trust trust, LoginOptions options) {
        try (HttpCarrier carrier =
                new HttpCarrier(URI.create(address), LoginSchemes.of(ALICE, options, runtime), trust, runtime, LONG)) {
            Envelopes envelopes = new Envelopes(address, WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
            HttpAnswer answer =
                    carrier.channel().post(envelopes.receive("S", "C", LONG), LONG, Deadline.in(LONG, runtime), 10_000);
            if (answer.refusal() != null) {
                throw answer.refusal();
            }
        }
    }
}
