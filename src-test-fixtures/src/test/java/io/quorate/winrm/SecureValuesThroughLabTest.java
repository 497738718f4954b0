package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.lab.ScriptedLab;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsCredential;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.wsman.HttpCarrier;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real client and the lab's hosts exchange secure strings and credentials, in every protocol that both speak. */
class SecureValuesThroughLabTest {
    private static final String CANARY = "canary-Grüße-\uD83D\uDD11";
    private static final PsCommand SET = PsCommand.of("Microsoft.PowerShell.Utility\\Set-Variable");
    private static final PsCommand GET =
            PsCommand.of("Microsoft.PowerShell.Utility\\Get-Variable").with("ValueOnly", true);

    private static Lab lab(String protocol) {
        return Lab.storyBuilder().protocol(protocol).start();
    }

    private static WinRmSession session(Lab lab) {
        return new WinRmSession(
                new HttpCarrier(
                        URI.create("https://HV1:5986/wsman"),
                        Credentials.basic(lab.username(), lab.password()),
                        new Trust.Authorities(lab.caCertificates()),
                        lab.runtime()),
                SessionOptions.DEFAULT.withRunspaces(
                        SessionOptions.DEFAULT.runspaces().withOffer(PsrpVersion.V2_4)),
                lab.runtime());
    }

    private static PsResult run(Lab lab, WinRmSession session, PsCommand command) {
        return session.run(PsPipeline.of(command), Deadline.in(Duration.ofMinutes(2), lab.runtime()));
    }

    private static PsSecureString secret() {
        return PsSecureString.of(CANARY.toCharArray());
    }

    private static String revealed(PsValue value) {
        return new String(((PsSecureString) ((PsPrimitive) value).value()).reveal());
    }

    /** Without the sweep the one that needs no key: each key is one of RSA and takes a second, and is exchanged below. */
    static List<String> protocols() {
        return Boolean.getBoolean("quorate.sweep") ? List.of("2.1", "2.2", "2.3", "2.4") : List.of("2.4");
    }

    @ParameterizedTest
    @MethodSource("protocols")
    void secret_asArgument_arrivesAndComesBack(String protocol) {
        try (Lab lab = lab(protocol)) {
            try (WinRmSession session = session(lab)) {
                run(lab, session, GET.with("Name", "none"));
                assertThat(session.protocol()).isEqualTo(PsrpVersion.parse(protocol));
                assertThat(lab.requests("Send")).as("a key nobody needs").isZero();

                PsResult set = run(lab, session, SET.with("Name", "text").with("Value", secret()));
                run(
                        lab,
                        session,
                        SET.with("Name", "credential").with("Value", PsCredential.of("LAB\\svc", Secret.of(CANARY))));
                PsResult text = run(lab, session, GET.with("Name", "text"));
                PsResult credential = run(lab, session, GET.with("Name", "credential"));

                assertThat(set.errors()).isEmpty();
                assertThat(text.output())
                        .singleElement()
                        .satisfies(it -> assertThat(revealed(it)).isEqualTo(CANARY));
                PsCredential back = PsCredential.decode(credential.output().get(0));
                assertThat(back.userName()).isEqualTo("LAB\\svc");
                assertThat(new String(back.password().reveal())).isEqualTo(CANARY);
                assertThat(lab.requests("Send"))
                        .as("a key is exchanged once a pool")
                        .isEqualTo(protocol.equals("2.4") ? 0 : 1);
                assertThat("" + text + credential + session).doesNotContain("canary");
            }
            assertThat(lab.openShells()).isZero();
        }
    }

    static List<String> protocolsWithAKey() {
        return Boolean.getBoolean("quorate.sweep") ? List.of("2.1", "2.3") : List.of("2.3");
    }

    @ParameterizedTest
    @MethodSource("protocolsWithAKey")
    void secret_theHostSendsFirst_isReadOnceTheKeyIsThere(String protocol) {
        try (Lab lab = ScriptedLab.start(Lab.storyBuilder().protocol(protocol), (pipeline, sink) -> {
                    sink.output(PsValue.string("before"));
                    sink.output(PsValue.secure(secret()));
                    sink.output(PsObject.of("T").with("Inside", PsValue.secure(secret())));
                    sink.output(PsValue.string("after"));
                });
                WinRmSession session = session(lab)) {
            List<PsValue> output =
                    run(lab, session, PsCommand.of("M\\Get-Secret")).output();

            assertThat(output).hasSize(4).startsWith(PsValue.string("before")).endsWith(PsValue.string("after"));
            assertThat(revealed(output.get(1))).isEqualTo(CANARY);
            assertThat(revealed(((PsObject) output.get(2)).property("Inside"))).isEqualTo(CANARY);
        }
    }

    @Test
    void secret_whenTheKeyDoesNotCome_isNeverSent() {
        try (Lab lab = lab("2.3");
                WinRmSession session = session(lab)) {
            run(lab, session, GET.with("Name", "none"));
            long commands = lab.requests("Command");
            lab.faults().onAction("Send").quota();

            assertThatThrownBy(() -> run(lab, session, SET.with("Name", "x").with("Value", secret())))
                    .isInstanceOfSatisfying(
                            Fault.class, fault -> assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT))
                    .hasMessageNotContaining("canary");
            assertThat(lab.requests("Command")).isEqualTo(commands);

            PsResult again = run(lab, session, SET.with("Name", "x").with("Value", secret()));
            assertThat(again.errors()).isEmpty();
        }
    }

    @Test
    void secrets_ofManyCommandsAtOnce_shareOneKey() throws Exception {
        try (Lab lab = lab("2.3");
                WinRmSession session = session(lab)) {
            List<Thread> threads = java.util.stream.IntStream.range(0, 8)
                    .mapToObj(i -> new Thread(
                            () -> run(lab, session, SET.with("Name", "v" + i).with("Value", secret()))))
                    .toList();
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(lab.requests("Send")).isEqualTo(1);
        }
    }
}
