package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.host.ConnectSpec;
import io.quorate.host.InitiatorSession;
import io.quorate.host.command.ConnectTarget;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.Call;
import io.quorate.spi.Handlers;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.PipelineStep;
import io.quorate.winrm.recipe.Recipe;
import io.quorate.winrm.recipe.WindowsHost;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** CHAP secrets go over the wire and nowhere else. */
class ChapCanaryTest {
    private static final String OURS = "canary-secret-1";
    private static final String THEIRS = "canary-secret-2";
    private static final ConnectTarget COMMAND = new ConnectTarget(
            "HV1",
            new ConnectSpec(
                    Iqn.of("iqn.2005-07.com.nexenta:02:csv"),
                    Portal.of("192.0.2.51"),
                    null,
                    new ChapLogin("hv1", Secret.of(OURS)),
                    Secret.of(THEIRS),
                    true));

    @TempDir
    Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private Level before;

    /** Sends only what the real recipe sends that carries secrets. */
    private record Logins() implements Recipe<ConnectTarget, InitiatorSession> {
        @Override
        public Class<ConnectTarget> handles() {
            return ConnectTarget.class;
        }

        @Override
        public InitiatorSession run(ConnectTarget command, WindowsHost host) {
            host.powerShell().run(foreseen(command, "HV1").get(0).pipeline());
            return command.rehearsed();
        }

        @Override
        public List<PipelineStep> steps(ConnectTarget command, WindowsHost host) {
            return foreseen(command, "HV1");
        }

        @Override
        public List<PipelineStep> foreseen(ConnectTarget command, String host) {
            return StandardRecipes.recipes().of(command).foreseen(command, host).stream()
                    .map(PipelineStep.class::cast)
                    .toList();
        }
    }

    @BeforeEach
    void listen() {
        before = root.getLevel();
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void restore() {
        root.detachAppender(log);
        root.setLevel(before);
    }

    @Test
    void secret_whenSentOverTheWire_isInNoLogAndNoException() {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        try (StubHost host = new StubHost(hv1)) {
            TestRuntime runtime = new TestRuntime().route("hv1", host.port());
            Endpoint endpoint = new Endpoint(
                    "lab",
                    "winrm",
                    Map.of("HV1", URI.create("https://hv1:5986/wsman")),
                    Credentials.basic("admin", Secret.of("password-canary")),
                    hv1.authority(),
                    Map.of());
            WinRmBackend backend = new WinRmBackend(endpoint, runtime, Handlers.of("WinRM", List.of(new Logins())));
            Throwable thrown;
            try {
                Call call = new Call("c1", "HV1", Deadline.in(Duration.ofSeconds(30), runtime));
                thrown = catchThrowable(() -> backend.send(COMMAND, call));
            } finally {
                backend.close();
            }
            StringBuilder out = new StringBuilder();
            if (thrown != null) {
                StringWriter trace = new StringWriter();
                thrown.printStackTrace(new PrintWriter(trace));
                out.append(trace);
            }
            List.copyOf(log.list)
                    .forEach(event -> out.append(event.getFormattedMessage()).append('\n'));

            assertThat(host.started()).as(() -> out.toString()).contains("iSCSI\\Set-IscsiChapSecret");
            assertThat(out.toString()).contains("action=").doesNotContain(OURS, THEIRS, "password-canary");
        }
    }

    @Test
    void secret_inWhatIsRenderedForReview_isHidden() {
        StringBuilder out = new StringBuilder();
        List<PipelineStep> steps = new ArrayList<>(new Logins().foreseen(COMMAND, "HV1"));
        StandardRecipes.recipes().of(COMMAND).steps(COMMAND, () -> ChapCanaryTest::notPersistent).stream()
                .map(PipelineStep.class::cast)
                .forEach(steps::add);
        for (PipelineStep step : steps) {
            out.append(step.text()).append('\n').append(step).append('\n');
        }
        assertThat(out.toString())
                .contains("Connect-IscsiTarget", "Set-IscsiChapSecret", "Register-IscsiSession", "-ChapSecret <hidden>")
                .doesNotContain(OURS, THEIRS);
        assertThat(COMMAND.toString()).doesNotContain(OURS, THEIRS);
    }

    /** Lists a session to the target that would not survive a restart, and its connection. */
    private static List<PsValue> notPersistent(PsPipeline read) {
        ConnectSpec spec = COMMAND.spec();
        PsObject session = PsObject.of("X")
                .with("SessionIdentifier", PsValue.string("s1"))
                .with("TargetNodeAddress", PsValue.string(spec.target().value()))
                .with("InitiatorNodeAddress", PsValue.string("iqn.1991-05.com.microsoft:hv1"))
                .with("IsConnected", PsValue.bool(true))
                .with("IsPersistent", PsValue.bool(false))
                .with("NumberOfConnections", PsValue.int32(1));
        PsObject connection = PsObject.of("X")
                .with("ConnectionIdentifier", PsValue.string("c1"))
                .with("TargetAddress", PsValue.string(spec.portal().address()))
                .with("TargetPortNumber", PsValue.int32(spec.portal().port()));
        return read.statements().size() > 1 ? List.of(session, connection) : List.of(session);
    }
}
