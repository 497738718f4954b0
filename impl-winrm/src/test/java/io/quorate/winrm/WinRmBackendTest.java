package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.BackendProvider;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.spi.Find;
import io.quorate.spi.FindingHandler;
import io.quorate.spi.Handlers;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import io.quorate.spi.Step;
import io.quorate.spi.Target;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.recipe.Delegation;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WinRmBackendTest {
    @TempDir
    static Path folder;

    private static TestIdentity hv1;

    private StubHost host;
    private TestRuntime runtime;
    private WinRmBackend backend;

    /** Does one cmdlet. */
    private record Do(String cmdlet) implements Command<String> {
        @Override
        public String name() {
            return "test.do";
        }

        @Override
        public Target target() {
            return new Target("thing", "one");
        }

        @Override
        public Safety safety() {
            return Safety.READ;
        }

        @Override
        public String rehearsed() {
            return "";
        }
    }

    /** A command nobody knows. */
    private record Unknown() implements Command<String> {
        @Override
        public String name() {
            return "test.unknown";
        }

        @Override
        public Target target() {
            return new Target("thing", "one");
        }

        @Override
        public Safety safety() {
            return Safety.READ;
        }

        @Override
        public String rehearsed() {
            return "";
        }
    }

    private record DoRecipe(Delegation delegation) implements Recipe<Do, String> {
        @Override
        public Class<Do> handles() {
            return Do.class;
        }

        private static PsPipeline message(Do command) {
            return PsPipeline.of(PsCommand.of(command.cmdlet()).with("Cluster", "."));
        }

        @Override
        public String run(Do command, WindowsHost host) {
            return (String)
                    ((PsPrimitive) host.powerShell().run(message(command)).get(0)).value();
        }

        @Override
        public Observation<String> look(Do command, WindowsHost host) {
            return Observation.present(run(command, host));
        }

        @Override
        public List<PipelineStep> steps(Do command, WindowsHost host) {
            run(command, host);
            return PipelineStep.of(message(command));
        }

        @Override
        public List<PipelineStep> foreseen(Do command, String host) {
            return PipelineStep.of(message(command));
        }

        @Override
        public Optional<Owner> locate(Do command, WindowsHost host) {
            return Optional.of(Owner.surely(run(command, host)));
        }
    }

    /** Reads one thing, with another account. */
    private record Read() implements ReadCommand<String> {
        @Override
        public String name() {
            return "test.get";
        }

        @Override
        public Target target() {
            return new Target("thing", "one");
        }
    }

    private record ReadRecipe() implements FindingHandler<Read, String, WindowsHost>, Recipe<Read, String> {
        @Override
        public Class<Read> handles() {
            return Read.class;
        }

        @Override
        public Delegation delegation() {
            return Delegation.ALWAYS;
        }

        @Override
        public Optional<String> find(Read command, WindowsHost host) {
            host.powerShell().run(PsPipeline.of(PsCommand.of("Stub\\Echo")));
            return Optional.of("done");
        }
    }

    @BeforeAll
    static void makeCertificate() {
        hv1 = TestIdentity.create(folder, "hv1");
    }

    @BeforeEach
    void open() {
        host = new StubHost(hv1);
        runtime = new TestRuntime().route("hv1", host.port());
    }

    @AfterEach
    void close() {
        if (backend != null) {
            backend.close();
        }
        host.close();
    }

    private WinRmBackend backend(Delegation delegation, Map<String, String> options) {
        backend = new WinRmBackend(
                endpoint("https://hv1:5986/wsman", options),
                runtime,
                Handlers.of("WinRM", List.of(new DoRecipe(delegation))));
        return backend;
    }

    private static Endpoint endpoint(String address, Map<String, String> options) {
        return new Endpoint(
                "lab",
                "winrm",
                Map.of("HV1", URI.create(address)),
                Credentials.basic("admin", Secret.of("canary-canary")),
                hv1.authority(),
                options);
    }

    private Call call() {
        return call("HV1");
    }

    private Call call(String name) {
        return new Call("c1", name, Deadline.in(Duration.ofSeconds(20), runtime));
    }

    private static final Map<String, String> DELEGATED = Map.of("delegatedConfiguration", "quorate-delegated");

    @Test
    void send_plainCommand_runsOnThePlainConfiguration() {
        assertThat(backend(Delegation.NONE, DELEGATED).send(new Do("Stub\\Echo"), call()))
                .isEqualTo("done");

        assertThat(host.configurations()).containsExactly("Microsoft.PowerShell");
    }

    @Test
    void send_withAConfigurationName_opensThatOne() {
        backend(Delegation.NONE, Map.of("configurationName", "Restricted")).send(new Do("Stub\\Echo"), call());

        assertThat(host.configurations()).containsExactly("Restricted");
    }

    @Test
    void send_whenItAlwaysDelegates_runsOnTheDelegatedConfigurationOnly() {
        assertThat(backend(Delegation.ALWAYS, DELEGATED).send(new Do("Stub\\Hop"), call()))
                .isEqualTo("done");

        assertThat(host.configurations()).containsExactly("quorate-delegated");
    }

    @Test
    void send_whenItAlwaysDelegatesAndNothingMay_failsBeforeAnythingIsSent() {
        backend(Delegation.ALWAYS, Map.of());

        assertThat(backend.missingFor(new Do("Stub\\Hop")))
                .hasSize(4)
                .first()
                .asString()
                .contains("test.do acts on another machine");
        Fault fault = fault(new Do("Stub\\Hop"));
        assertThat(fault.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(host.actions()).isEmpty();
    }

    @Test
    void send_whenItMayFallBack_triesPlainFirstAndThenOnceDelegated() {
        assertThat(backend(Delegation.FALLBACK, DELEGATED).send(new Do("Stub\\Hop"), call()))
                .isEqualTo("done");

        assertThat(host.configurations()).containsExactly("Microsoft.PowerShell", "quorate-delegated");
        // a session configuration that somebody named is asked what it lets us say
        assertThat(host.started()).containsExactly("Stub\\Hop", "Get-Command", "Stub\\Hop");
    }

    @Test
    void send_whenItMayFallBackAndNeedNot_staysPlain() {
        backend(Delegation.FALLBACK, DELEGATED).send(new Do("Stub\\Echo"), call());

        assertThat(host.configurations()).containsExactly("Microsoft.PowerShell");
    }

    @Test
    void send_whenItCannotFallBack_namesTheRemedies() {
        backend(Delegation.FALLBACK, Map.of());

        Fault fault = fault(new Do("Stub\\Hop"));

        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.code()).isEqualTo("0x80070005");
        assertThat(fault.hint()).contains("gMSA").contains("CredSSP").contains("SecondHop.temporary");
    }

    @Test
    void look_whenItCannotLook_isUnknownWithTheCause() {
        Observation<String> seen = backend(Delegation.NONE, Map.of()).look(new Do("Stub\\Fail"), call());

        assertThat(seen).isInstanceOf(Observation.Unknown.class);
        assertThat(((Observation.Unknown<String>) seen).cause()).isInstanceOf(Fault.class);
    }

    @Test
    void look_andLocate_askTheHost() {
        backend(Delegation.NONE, Map.of());

        assertThat(backend.look(new Do("Stub\\Echo"), call())).isEqualTo(Observation.present("done"));
        assertThat(backend.locate(new Do("Stub\\Echo"), call())).contains(Owner.surely("done"));
    }

    @Test
    void missingFor_anUnknownCommand_saysSo() {
        backend(Delegation.NONE, Map.of());

        assertThat(backend.missingFor(new Unknown())).containsExactly("WinRM has no way to do test.unknown");
        assertThat(backend.missingFor(new Do("Stub\\Echo"))).isEmpty();
    }

    @Test
    void send_toAHostTheEndpointDoesNotName_neverLeaves() {
        backend(Delegation.NONE, Map.of());

        assertThatThrownBy(() -> backend.send(new Do("Stub\\Echo"), call("HV9")))
                .isInstanceOf(Fault.class)
                .hasMessage("the endpoint lab has no host HV9");
    }

    @Test
    void foreseen_always_doesNoInputOrOutput() {
        assertThat(texts(backend(Delegation.NONE, Map.of()).foreseen(new Do("FailoverClusters\\Get-Cluster"), "HV1")))
                .containsExactly("FailoverClusters\\Get-Cluster -Cluster .");
        backend.close();
        assertThat(texts(
                        backend(Delegation.ALWAYS, DELEGATED).foreseen(new Do("FailoverClusters\\New-Cluster"), "HV1")))
                .containsExactly("FailoverClusters\\New-Cluster -Cluster .  # session configuration quorate-delegated");
        assertThat(host.actions()).isEmpty();
    }

    @Test
    void steps_whenItAlwaysDelegates_lookThereAndSayWhereTheyGo() {
        assertThat(texts(backend(Delegation.ALWAYS, DELEGATED).steps(new Do("Stub\\Hop"), call())))
                .containsExactly("Stub\\Hop -Cluster .  # session configuration quorate-delegated");
        assertThat(host.configurations()).containsExactly("quorate-delegated");
    }

    @Test
    void steps_whenLookingIsRefused_lookOnceMoreDelegated() {
        assertThat(texts(backend(Delegation.FALLBACK, DELEGATED).steps(new Do("Stub\\Hop"), call())))
                .containsExactly("Stub\\Hop -Cluster .");
        assertThat(host.configurations()).containsExactly("Microsoft.PowerShell", "quorate-delegated");
    }

    @Test
    void locate_whenItAlwaysDelegates_asksThePlainConfiguration() {
        assertThat(backend(Delegation.ALWAYS, DELEGATED).locate(new Do("Stub\\Echo"), call()))
                .contains(Owner.surely("done"));
        assertThat(host.configurations()).containsExactly("Microsoft.PowerShell");
    }

    @Test
    void find_ofWhatARecipeReads_takesItsSession() {
        backend = new WinRmBackend(
                endpoint("https://hv1:5986/wsman", DELEGATED),
                runtime,
                Handlers.of("WinRM", List.of(new ReadRecipe())));

        assertThat(backend.missingFor(new Find<>(new Read()))).isEmpty();
        assertThat(backend.send(new Find<>(new Read()), call())).contains("done");
        assertThat(host.configurations()).containsExactly("quorate-delegated");
    }

    private static List<String> texts(List<Step> steps) {
        return steps.stream().map(Step::text).toList();
    }

    @Test
    void close_always_leavesNothingOnTheHost() {
        backend(Delegation.FALLBACK, DELEGATED).send(new Do("Stub\\Hop"), call());
        assertThat(host.shells()).isEqualTo(2);

        backend.close();

        assertThat(host.shells()).isZero();
        assertThat(fault(new Do("Stub\\Echo")).phase()).isEqualTo(FaultPhase.NEVER_SENT);
    }

    @Test
    void open_overPlainHttp_refusesThePassword() {
        assertThatThrownBy(() -> new WinRmBackendProvider().open(endpoint("http://hv1:5985/wsman", Map.of()), runtime))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https");
    }

    @Test
    void provider_always_isFoundByItsScheme() {
        assertThat(ServiceLoader.load(BackendProvider.class))
                .filteredOn(provider -> provider.scheme().equals("winrm"))
                .singleElement()
                .isInstanceOf(WinRmBackendProvider.class);
        assertThat(new WinRmBackendProvider()
                        .open(
                                new Endpoint(
                                        "lab",
                                        "winrm",
                                        Map.of("HV1", URI.create("https://hv1:5986/wsman")),
                                        null,
                                        Trust.platform(),
                                        Map.of()),
                                runtime)
                        .wire())
                .isEqualTo("winrm https");
    }

    private Fault fault(Do command) {
        try {
            backend.send(command, call());
        } catch (Fault fault) {
            return fault;
        }
        throw new AssertionError("no fault came");
    }
}
