package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.Fault;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.LoginSchemes;
import io.quorate.winrm.auth.Realms;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of Kerberos have in common: realms, and how a host is asked. */
abstract class KerberosCalls {
    static final Duration LONG = Duration.ofSeconds(30);
    static final LoginOptions USUAL = LoginOptions.DEFAULT;

    @TempDir
    static Path folder;

    final Realms realms = Realms.get();
    final TestRuntime runtime = new TestRuntime();
    final Envelopes envelopes = new Envelopes(
            "http://hv1.lab.example:5985/wsman", WsManUris.powershell("Microsoft.PowerShell"), new Random(7));
    final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
    }

    static Credentials alice() {
        return Credentials.kerberos("alice@LAB.EXAMPLE", Secret.of(Realms.PASSWORD));
    }

    <T extends AutoCloseable> T keep(T it) {
        open.add(it);
        return it;
    }

    HttpChannel http(String host, Credentials credentials) {
        return channel("http://" + host + ":5985/wsman", Trust.platform(), credentials, USUAL);
    }

    HttpChannel https(String host, TestIdentity identity, Credentials credentials, LoginOptions options) {
        return channel("https://" + host + ":5986/wsman", identity.authority(), credentials, options);
    }

    HttpChannel channel(String address, Trust trust, Credentials credentials, LoginOptions options) {
        return carrier(address, trust, credentials, options).channel();
    }

    HttpCarrier carrier(String address, Trust trust, Credentials credentials, LoginOptions options) {
        return keep(new HttpCarrier(
                URI.create(address),
                LoginSchemes.of(credentials, options, runtime),
                trust,
                runtime,
                HttpCarrier.DEFAULT_GRACE));
    }

    HttpAnswer post(HttpChannel channel) {
        return channel.post(envelopes.receive("S", "C", LONG), LONG, Deadline.in(LONG, runtime), 10_000);
    }

    void ask(HttpChannel channel) {
        HttpAnswer answer = post(channel);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).contains("Envelope");
    }

    Fault failure(HttpChannel channel) {
        return failure(channel, LONG);
    }

    Fault failure(HttpChannel channel, Duration within) {
        return caught(
                () -> channel.post(envelopes.receive("S", "C", LONG), LONG, Deadline.in(within, runtime), 10_000));
    }

    Fault refusal(HttpCarrier carrier) {
        return caught(() -> new WsManClient(carrier)
                .send(carrier.channel(), envelopes.receive("S", "C", LONG), LONG, Deadline.in(LONG, runtime), 10_000));
    }

    static Fault caught(Runnable action) {
        try {
            action.run();
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("it should have failed");
    }
}
