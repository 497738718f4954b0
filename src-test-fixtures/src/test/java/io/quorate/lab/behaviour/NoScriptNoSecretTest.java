package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.call.AuditSink;
import io.quorate.call.CallListener;
import io.quorate.call.Rehearsal;
import io.quorate.cluster.ClusterClient;
import io.quorate.error.QuorateException;
import io.quorate.lab.Lab;
import io.quorate.vm.VirtualMachine;
import io.quorate.vm.VirtualMachineClient;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A whole life with a password that is a canary: what a person or a file can get to see of it - logs at TRACE, exceptions with their
 * causes, audit lines, rehearsals, what a listener hears, toString - is collected and searched.
 */
class NoScriptNoSecretTest {
    private static final String USER = "operator";
    private static final String CANARY = "Canary+5f1-Zw/Passw0rd";

    /** Ways a password gets about: as it is, as Basic sends it, encoded by itself, escaped for a URI and for XML. */
    private static final Set<String> SECRETS = Set.of(
            CANARY,
            CANARY.substring(0, 10),
            base64(USER + ":" + CANARY),
            base64(CANARY),
            CANARY.replace("+", "%2B").replace("/", "%2F"),
            Base64.getEncoder().encodeToString(CANARY.getBytes(StandardCharsets.UTF_16LE)));

    private final List<String> captured = Collections.synchronizedList(new ArrayList<>());
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level level = root.getLevel();
    private final List<ch.qos.logback.core.Appender<ILoggingEvent>> others = new ArrayList<>();

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void captureTheLog() {
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        log.start();
        root.addAppender(log);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void releaseTheLog() {
        root.setLevel(level);
        root.detachAppender(log);
        others.forEach(root::addAppender);
    }

    @Test
    @DisplayName("a whole run shows no secret, sends no script and leaves no thread")
    void wholeRun_showsNoSecretAndSendsNoScript() {
        Threads threads = Threads.now();
        StringBuilder audit = new StringBuilder();
        try (Lab lab = Lab.builder()
                .host("HV1")
                .host("HV2")
                .sharedDisk(Size.gib(1))
                .sharedDisk(Size.gib(500))
                .runAs(Lab.DELEGATED, "LAB\\svc-quorate")
                .account(USER, Secret.of(CANARY))
                .start()) {
            try (Quorate quorate = lab.connect(endpoint -> {
                        capture(endpoint);
                        endpoint.option("operationTimeout", "PT0.5S").option("readTimeout", "PT2S");
                    })
                    .listener(hearing())
                    .audit(AuditSink.jsonLines(audit))
                    .build()) {
                liveALife(lab, quorate);
                capture(quorate);
            }
            wrongPassword(lab);
            untrusted(lab);
            capture(lab);
            capture(lab.describe());
            capture(lab.trace());
            capture(lab.password());
            assertThat(lab.scriptsSeen()).isZero();
            assertThat(lab.openShells()).isZero();
            assertThat(lab.violations()).isEmpty();
        }
        capture(audit);
        capture(Credentials.basic(USER, Secret.of(CANARY)));
        capture(Secret.of(CANARY));
        assertThat(audit.toString().lines().count()).isGreaterThan(20);
        assertThat(threads.left()).isEmpty();
        assertThat(log.list.stream().map(ILoggingEvent::getLoggerName))
                .as("loggers that were heard")
                .contains("io.quorate.winrm.PoolShell", "io.quorate.winrm.wsman.WsManClient");
        assertNoSecret();
    }

    @Test
    @DisplayName("the search finds a secret where there is one")
    void search_findsASecret() {
        capture("Authorization: Basic " + base64(USER + ":" + CANARY));
        assertThatThrownBy(this::assertNoSecret).isInstanceOf(AssertionError.class);
        captured.clear();
        LoggerFactory.getLogger("io.quorate.test").trace("oops {}", "x", new IllegalStateException(CANARY));
        assertThatThrownBy(this::assertNoSecret).isInstanceOf(AssertionError.class);
    }

    /** A builder that fails says why, and shows nothing either. */
    @Test
    @DisplayName("an endpoint that cannot be built shows no secret")
    void endpointThatCannotBeBuilt_showsNoSecret() {
        for (String uri : List.of("winrm://" + USER + "@HV1", "nosuch://HV1", "winrm://")) {
            failing(() -> Quorate.builder()
                    .endpoint("lab", uri, endpoint -> endpoint.credentials(Credentials.basic(USER, Secret.of(CANARY))))
                    .build());
        }
        failing(() -> Quorate.builder()
                .endpoint(
                        "lab",
                        "winrm://HV1",
                        endpoint -> endpoint.credentials(Credentials.basic(USER, Secret.of(CANARY)))
                                .host("HV1", java.net.URI.create("http://hv1:5985/wsman")))
                .build());
        assertThat(captured).hasSizeGreaterThanOrEqualTo(4);
        assertNoSecret();
    }

    private void liveALife(Lab lab, Quorate quorate) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        capture(cluster.create("FC1", "HV1"));
        lab.faults().on("Add-ClusterNode").resetAfter();
        capture(cluster.nodes().add("HV2"));
        cluster.nodes().awaitUp("HV2", Duration.ofMinutes(5));
        var disks = cluster.availableDisks().list();
        capture(disks);
        capture(cluster.quorum()
                .setDiskWitness(
                        cluster.availableDisks().addToCluster(disks.get(0).id()).name()));
        var volume = cluster.sharedVolumes().add(disks.get(1).id());
        capture(volume);
        VirtualMachine web1 = vms.create(
                "web1", vm -> vm.on("HV1").path(String.valueOf(volume.path())).memory(Size.gib(2)));
        capture(web1);
        capture(vms.makeHighlyAvailable(web1.id()));
        capture(vms.start(web1.id()));
        vms.awaitRunning(web1.id(), Duration.ofMinutes(5));
        capture(vms.migrateLive(web1.id(), "HV2"));
        capture(cluster.get());

        rehearse(quorate, web1);
        faultsAndErrors(lab, quorate, web1);

        lab.power("HV2").off();
        failing(() -> vms.list("HV2"));
        capture(vms.awaitRunning(web1.id(), Duration.ofMinutes(20)));
    }

    private void rehearse(Quorate quorate, VirtualMachine vm) {
        Rehearsal rehearsal = quorate.rehearse(q -> {
            capture(q);
            q.cluster(Lab.ENDPOINT).nodes().pause("HV1", how -> how.drain());
            q.vms(Lab.ENDPOINT).turnOff(vm.id(), Consent.to(vm.id().toString(), "rehearsed"));
            q.vms(Lab.ENDPOINT).create("web2", s -> s.on("HV1").path("C:\\VMs"));
            q.cluster(Lab.ENDPOINT).nodes().evict("HV2", Consent.to("HV2@FC1", "rehearsed"));
        });
        capture(rehearsal);
        capture(rehearsal.explain());
        capture(rehearsal.steps());
        rehearsal.stoppedBy().ifPresent(this::captureThrowable);
        assertThat(rehearsal.explain()).contains("Stop-VM");
    }

    private void faultsAndErrors(Lab lab, Quorate quorate, VirtualMachine vm) {
        ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
        VirtualMachineClient vms = quorate.vms(Lab.ENDPOINT);
        failing(() -> cluster.create("FC2", "HV1"));
        failing(() -> cluster.nodes().add("HV2"));
        failing(() -> cluster.nodes().add("HV9"));
        failing(() -> cluster.nodes().get("HV9"));
        failing(() -> cluster.groups().get("nothing"));
        failing(() -> vms.turnOff(vm.id(), null));
        failing(() -> vms.create("web1", s -> s.on("HV7").path("C:\\VMs")));
        failing(() -> cluster.quorum().setDiskWitness("no such disk"));
        lab.faults().on("Get-ClusterNode").times(2).quota();
        capture(cluster.nodes().list());
        lab.faults().on("Get-ClusterGroup").hung();
        capture(cluster.groups().list());
        lab.faults().onReceiveOf("Stop-VM").times(3).resetAfter();
        failing(() -> vms.turnOff(vm.id(), Consent.to(vm.id().toString(), "to lose its answer")));
        capture(vms.start(vm.id()));
        vms.awaitRunning(vm.id(), Duration.ofMinutes(5));
    }

    private void wrongPassword(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(
                        Lab.ENDPOINT,
                        lab.endpointUri(),
                        endpoint -> endpoint.credentials(Credentials.basic("someone", Secret.of(CANARY)))
                                .trust(new Trust.Authorities(lab.caCertificates())))
                .build()) {
            QuorateException refused =
                    failing(() -> quorate.cluster(Lab.ENDPOINT).nodes().list());
            assertThat(refused).isInstanceOf(io.quorate.error.AccessDeniedException.class);
        }
    }

    private void untrusted(Lab lab) {
        try (Quorate quorate = Quorate.builder()
                .runtime(lab.runtime())
                .retry(RetrySettings.never())
                .endpoint(
                        Lab.ENDPOINT,
                        lab.endpointUri(),
                        endpoint -> endpoint.credentials(Credentials.basic(USER, Secret.of(CANARY))))
                .build()) {
            QuorateException refused =
                    failing(() -> quorate.cluster(Lab.ENDPOINT).nodes().list());
            assertThat(refused).isInstanceOf(io.quorate.error.UntrustedException.class);
        }
    }

    private CallListener hearing() {
        return new CallListener() {
            @Override
            public void started(Started call) {
                capture(call);
            }

            @Override
            public void attemptFailed(AttemptFailed attempt) {
                capture(attempt);
            }

            @Override
            public void ended(Ended call) {
                capture(call);
                if (call.failure() != null) {
                    captureThrowable(call.failure());
                }
            }
        };
    }

    // capturing

    private void capture(Object thing) {
        captured.add(String.valueOf(thing));
    }

    private @Nullable QuorateException failing(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        RuntimeException failure = catchThrowableOfType(RuntimeException.class, call);
        assertThat(failure).isNotNull();
        captureThrowable(failure);
        return failure instanceof QuorateException known ? known : null;
    }

    /** Captures the whole text of an exception: messages, causes, suppressed ones, and what it holds. */
    private void captureThrowable(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        captured.add(text.toString());
        if (failure instanceof QuorateException known) {
            captured.add(known.report().toString());
        }
    }

    private void assertNoSecret() {
        List<String> all = new ArrayList<>(captured);
        for (ILoggingEvent event : List.copyOf(log.list)) {
            all.add(event.getLoggerName() + " " + event.getThreadName() + " " + event.getFormattedMessage() + " "
                    + event.getMDCPropertyMap());
            if (event.getThrowableProxy() != null) {
                all.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        Consumer<String> clean = text -> assertThat(SECRETS.stream().filter(text::contains))
                .as(() -> "a secret in: " + text.substring(0, Math.min(500, text.length())))
                .isEmpty();
        all.forEach(clean);
    }
}
