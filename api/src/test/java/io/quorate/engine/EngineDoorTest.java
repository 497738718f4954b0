package io.quorate.engine;

import static io.quorate.ScriptedBackend.fails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.BreakerSettings;
import io.quorate.BulkheadSettings;
import io.quorate.Endpoint;
import io.quorate.FunctionBackend;
import io.quorate.ManualRuntime;
import io.quorate.RetrySettings;
import io.quorate.Rig;
import io.quorate.ScriptedBackend;
import io.quorate.Secret;
import io.quorate.TestCommand;
import io.quorate.Trust;
import io.quorate.call.CallListener;
import io.quorate.call.Calls;
import io.quorate.call.Order;
import io.quorate.error.RejectedException;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What whoever holds an engine's door may count on. */
class EngineDoorTest {
    private final Rig rig = new Rig("HV1", "HV2");
    private final Calls calls = rig.engine.calls("rack");

    private static Site site(String name, ManualRuntime runtime, Map<String, HostSettings> settings) {
        Map<String, URI> addresses = new LinkedHashMap<>();
        settings.keySet().forEach(host -> addresses.put(host, URI.create("script://" + host)));
        Endpoint endpoint = new Endpoint(name, "script", addresses, null, Trust.platform(), Map.of());
        return new Site(endpoint, new ScriptedBackend(), runtime, settings::get);
    }

    @Test
    void door_tellsTheEndpointsHosts_andWhatIsMissingForACommand() {
        rig.backend.missing = List.of("no such cmdlet");
        assertThat(rig.engine.endpoints()).containsExactly("rack");
        assertThat(calls.hosts()).containsExactly("HV1", "HV2");
        assertThat(calls.missingFor(TestCommand.of(Safety.READ))).containsExactly("no such cmdlet");
        assertThat(calls.capabilities(Safety.class)).isEmpty();
        assertThat(calls.runtime().now()).isEqualTo(rig.runtime.now());
        assertThat(rig.backend.log).isEmpty();
    }

    @Test
    void door_takesNoOrderForAnotherEndpoint() {
        assertThatThrownBy(() -> calls.give(Order.create("san", TestCommand.of(Safety.READ))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the order is for san, not for rack");
        assertThat(calls.give(Order.create("rack", TestCommand.of(Safety.READ))).value())
                .isEqualTo("done");
        assertThat(rig.backend.sends()).isEqualTo(1);
    }

    @Test
    void door_toAnUnknownEndpoint_listsTheKnown() {
        assertThatThrownBy(() -> rig.engine.calls("san"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no endpoint san; there are: rack");
    }

    @Test
    void engine_ofTwoEndpointsOfOneName_isRefused() {
        ManualRuntime runtime = new ManualRuntime();
        Map<String, HostSettings> hosts = Map.of("HV1", HostSettings.defaults());
        assertThatThrownBy(() -> new Engine(
                        runtime, List.of(site("rack", runtime, hosts), site("rack", runtime, hosts)), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two endpoints are named rack");
    }

    @Test
    void callIds_areSixteenDigits_andDiffer() {
        rig.run(TestCommand.of(Safety.READ));
        rig.run(TestCommand.of(Safety.READ));
        assertThat(rig.ended)
                .extracting(CallListener.Ended::callId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("[0-9a-f]{16}"));
    }

    @Test
    void read_isNoChange_andWhatIsSentIs() {
        assertThat(calls.give(Order.ensure("rack", TestCommand.of(Safety.READ))).changed())
                .isFalse();
        assertThat(calls.give(Order.create("rack", TestCommand.of(Safety.CONVERGE)))
                        .changed())
                .isTrue();
    }

    @Test
    void listener_thatFails_disturbsNoCall() {
        FunctionBackend backend = new FunctionBackend();
        List<String> heard = new ArrayList<>();
        Site site = new Site(
                new Endpoint(
                        "rack", "script", Map.of("HV1", URI.create("script://HV1")), null, Trust.platform(), Map.of()),
                backend,
                backend.runtime,
                host -> new HostSettings(Rig.steady(2), BreakerSettings.defaults(), BulkheadSettings.defaults()));
        CallListener failing = new CallListener() {
            @Override
            public void started(Started call) {
                heard.add("started " + call.endpoint() + " " + call.safety() + " " + call.target());
                throw new IllegalStateException("listener");
            }

            @Override
            public void attemptFailed(AttemptFailed attempt) {
                heard.add("failed " + attempt.took() + " " + attempt.kind() + " " + attempt.code());
                throw new IllegalStateException("listener");
            }

            @Override
            public void noticed(Noticed notice) {
                heard.add("noticed " + notice.host() + ": " + notice.said());
                throw new IllegalStateException("listener");
            }

            @Override
            public void ended(Ended call) {
                heard.add("ended " + call.attempts());
                throw new IllegalStateException("listener");
            }
        };
        backend.answer = (command, call) -> {
            if (heard.size() == 1) {
                backend.runtime.pass(Duration.ofSeconds(3));
                throw ScriptedBackend.fault(FaultPhase.TRANSIENT, ErrorKind.BUSY);
            }
            call.notices().accept("41131 (severity 10,\nstate 1)");
            return "done";
        };
        try (Engine engine = new Engine(backend.runtime, List.of(site), null, failing)) {
            assertThat(engine.give(Order.create("rack", TestCommand.of(Safety.READ)))
                            .value())
                    .isEqualTo("done");
        }
        assertThat(heard)
                .containsExactly(
                        "started rack READ thing T1",
                        "failed PT3S BUSY 0x1",
                        "noticed HV1: 41131 (severity 10, state 1)",
                        "ended 2");
    }

    @Test
    void pauses_areThoseOfTheHostThatFailed() {
        ManualRuntime runtime = new ManualRuntime();
        Map<String, HostSettings> settings = new LinkedHashMap<>();
        settings.put("HV1", paused(1));
        settings.put("HV2", paused(7));
        Site site = site("rack", runtime, settings);
        ((ScriptedBackend) site.backend).then(fails(FaultPhase.TRANSIENT, ErrorKind.BUSY));
        try (Engine engine = new Engine(runtime, List.of(site), null, null)) {
            engine.give(Order.create("rack", TestCommand.of(Safety.CONVERGE).placed(Placement.on("HV2"))));
        }
        assertThat(runtime.sleeps).containsExactly(Duration.ofSeconds(7));
    }

    private static HostSettings paused(int seconds) {
        Duration pause = Duration.ofSeconds(seconds);
        return new HostSettings(
                new RetrySettings(2, pause, pause, 1, 0), BreakerSettings.defaults(), BulkheadSettings.defaults());
    }

    /** A command with a secret. */
    private record Login(Secret secret) implements Command<String>, Confidential {
        @Override
        public String name() {
            return "test.login";
        }

        @Override
        public Target target() {
            return new Target("login", "L1");
        }

        @Override
        public Safety safety() {
            return Safety.CONVERGE;
        }

        @Override
        public String rehearsed() {
            return "pretended";
        }

        @Override
        public List<Secret> secrets() {
            return List.of(secret);
        }
    }

    @Test
    void order_whoseSecretWasWipedOrIsUnknown_isNotSent() {
        Secret wiped = Secret.of("a-long-secret");
        wiped.wipe();
        assertThatThrownBy(() -> rig.run(new Login(wiped)))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("a secret of the order was wiped, so nothing was sent")
                .hasMessageContaining("wipe secrets after the last order that needs them");
        assertThatThrownBy(() -> rig.run(new Login(Secret.reference("chap"))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the value of the secret 'chap' is not known here, so nothing was sent");
        assertThat(rig.backend.log).isEmpty();
        assertThat(rig.run(new Login(Secret.of("a-long-secret")))).isEqualTo("done");
    }

    @Test
    void secretThatIsWipedDuringACall_doesNotHideWhatIsSaid() {
        Secret secret = Secret.of("a-long-secret");
        rig.backend.then(call -> {
            secret.wipe();
            throw ScriptedBackend.fault(FaultPhase.LASTING, ErrorKind.REJECTED);
        });
        assertThat(catchThrowable(() -> rig.run(new Login(secret)))).hasMessageContaining("it failed LASTING");
    }

    @Test
    void rehearsal_waitsForNobody() {
        Engine rehearsal = rig.engine.rehearsing(step -> {});
        assertThat(rehearsal.waiting()).isZero();
        assertThat(rehearsal.calls("rack").inTurn(new Target("disk", "D1"), Duration.ZERO, () -> "pretended"))
                .isEqualTo("pretended");
    }

    @Test
    void close_ofAnEngine_endsItsRehearsalsToo() {
        Calls rehearsal = rig.engine.rehearsing(step -> {}).calls("rack");
        rig.engine.close();
        assertThatThrownBy(() -> rehearsal.run(TestCommand.of(Safety.READ)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this Quorate is closed: nothing is sent any more");
    }
}
