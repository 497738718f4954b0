package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.lab.Lab;
import io.quorate.lab.LoginSpec.ChannelBinding;
import io.quorate.lab.behaviour.LoginRig.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every way to log in over every wire: what is legal reads, changes and hears of a fault, sealed where the wire is open; what is not is refused
 * before a credential leaves.
 */
class LoginMatrixTest {
    @TempDir
    Path files;

    private enum Verdict {
        GREEN,
        REFUSED
    }

    /** A way to log in, and what becomes of it over each wire. */
    private record Way(
            String name, BiFunction<Lab, Path, Credentials> credentials, Verdict http, Verdict https, Verdict bound) {
        Verdict over(Wire wire) {
            return switch (wire) {
                case HTTP -> http;
                case HTTPS -> https;
                case BOUND -> bound;
            };
        }
    }

    private static final Secret LOCAL = Secret.of(LoginRig.PASSWORD);
    private static final Secret MEMBER = Secret.of(LoginRig.MEMBER_PASSWORD);

    /** Kerberos with channel binding, which needs a flag of the JVM, is {@link StrictKerberosTest}'s. */
    private static final List<Way> WAYS = List.of(
            new Way(
                    "Basic",
                    (lab, files) -> Credentials.basic(LoginRig.USER, LOCAL),
                    Verdict.REFUSED,
                    Verdict.GREEN,
                    Verdict.REFUSED),
            new Way(
                    "NTLM, local",
                    (lab, files) -> Credentials.ntlm("HV1\\" + LoginRig.USER, LOCAL),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.GREEN),
            new Way(
                    "NTLM, domain",
                    (lab, files) -> Credentials.ntlm("LAB\\" + LoginRig.MEMBER, MEMBER),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.GREEN),
            new Way(
                    "Negotiate",
                    (lab, files) -> Credentials.domain("LAB\\" + LoginRig.MEMBER, MEMBER),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.GREEN),
            new Way(
                    "Kerberos, password",
                    (lab, files) -> Credentials.kerberos(LoginRig.MEMBER + "@LAB.EXAMPLE", MEMBER),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.REFUSED),
            new Way(
                    "Kerberos, keytab",
                    (lab, files) -> Credentials.kerberosKeytab(
                            LoginRig.MEMBER + "@LAB.EXAMPLE", lab.logins().keytab(LoginRig.MEMBER)),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.REFUSED),
            new Way(
                    "CredSSP",
                    (lab, files) -> Credentials.credSsp("LAB\\" + LoginRig.MEMBER, MEMBER),
                    Verdict.GREEN,
                    Verdict.GREEN,
                    Verdict.REFUSED),
            new Way(
                    "certificate",
                    (lab, files) -> Credentials.certificate(
                            lab.logins().certificate(LoginRig.CERTIFIED).pkcs12(files.resolve("c.p12"), LOCAL), LOCAL),
                    Verdict.REFUSED,
                    Verdict.GREEN,
                    Verdict.REFUSED));

    @TestFactory
    Stream<DynamicNode> everyWay_overEveryWire() {
        List<DynamicNode> nodes = new ArrayList<>();
        nodes.add(at("a relaxed host", true, ChannelBinding.RELAXED, List.of(Wire.HTTP, Wire.HTTPS)));
        nodes.add(at("a strict host", false, ChannelBinding.STRICT, List.of(Wire.BOUND)));
        return nodes.stream();
    }

    private DynamicNode at(String name, boolean kerberos, ChannelBinding binding, List<Wire> wires) {
        Lab[] open = new Lab[1];
        Stream<DynamicTest> start = Stream.of(DynamicTest.dynamicTest(
                "starts",
                () -> open[0] = LoginRig.builder(kerberos)
                        .logins(logins -> logins.channelBinding(binding))
                        .start()));
        Stream<DynamicTest> cells = wires.stream()
                .flatMap(wire -> WAYS.stream()
                        .filter(way -> Boolean.getBoolean("quorate.sweep") || isPlayed(way, wire))
                        .filter(way -> kerberos || !way.name().contains("keytab"))
                        .map(way ->
                                DynamicTest.dynamicTest(way.name() + " over " + wire, () -> cell(open[0], way, wire))));
        Stream<DynamicTest> end = Stream.of(DynamicTest.dynamicTest("ends", () -> open[0].close()));
        return DynamicContainer.dynamicContainer(
                name, Stream.of(start, cells, end).flatMap(s -> s));
    }

    /** Without the sweep a way goes over HTTPS only where it goes over nothing else, or comes first or last. */
    private static boolean isPlayed(Way way, Wire wire) {
        int i = WAYS.indexOf(way);
        return wire != Wire.HTTPS || way.http() == Verdict.REFUSED || i == 0 || i == WAYS.size() - 1;
    }

    private void cell(Lab lab, Way way, Wire wire) {
        // what the client before has sent last is counted when its connections have ended here, too
        assertThat(Eventually.holds(() -> lab.openConnections() == 0))
                .as(lab.describe())
                .isTrue();
        long credentials = LoginRig.credentials(lab);
        long refused = lab.refusedLogins();
        Throwable failure = catchThrowable(() -> {
            try (Quorate quorate = LoginRig.connect(lab, wire, way.credentials().apply(lab, files), endpoint -> {})
                    .build()) {
                // without the sweep each way is used to the full over one wire
                if (Boolean.getBoolean("quorate.sweep") || wire != Wire.HTTPS || way.http() == Verdict.REFUSED) {
                    LoginRig.useIt(lab, quorate);
                } else {
                    LoginRig.glance(lab, quorate);
                }
            }
        });
        assertThat(lab.refusedLogins()).as("refused log-ins").isEqualTo(refused);
        if (way.over(wire) == Verdict.GREEN) {
            assertThat(failure).isNull();
            assertThat(LoginRig.credentials(lab)).isGreaterThan(credentials);
            assertThat(lab.openShells()).isZero();
        } else {
            assertThat(failure).isNotNull();
            assertThat(LoginRig.credentials(lab)).as("credentials sent").isEqualTo(credentials);
        }
    }
}
