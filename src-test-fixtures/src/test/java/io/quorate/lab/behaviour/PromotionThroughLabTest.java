package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.quorate.Consent;
import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.call.AuditSink;
import io.quorate.call.CallListener;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.DomainController;
import io.quorate.directory.Promotion;
import io.quorate.directory.PromotionSpec;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.LoginSpec.Way;
import io.quorate.lab.LongForm;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** A second domain controller is made of a member: told before what it costs, promoted once whatever is lost, awaited until it serves. */
class PromotionThroughLabTest {
    private static final String PASSWORD = "Domain-Canary-71!";
    private static final String SAFE_MODE = "SafeMode-Canary-9?";
    private static final String NEW = "DC2";
    private static final List<String> OTHERS = List.of("DC1");
    private static final Consent CONSENT = Consent.to(NEW, "the last frontier");
    private static final PromotionSpec SPEC =
            PromotionSpec.of("lab.example", "LAB\\alice", Secret.of(PASSWORD), Secret.of(SAFE_MODE));

    private static LabBuilder builder() {
        return Lab.builder()
                .host("DC1")
                .host(NEW)
                .logins(logins -> logins.offer(Way.NEGOTIATE, Way.BASIC))
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of(PASSWORD)).controller("DC1", "10.0.0.11"));
    }

    private static Quorate.Builder member(Lab lab) {
        return lab.connect(endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\alice", Secret.of(PASSWORD))));
    }

    private static int restarts(Lab lab) {
        return lab.trace().split("host/" + NEW + ": power UP -> OFF", -1).length - 1;
    }

    private static int promotions(Lab lab) {
        return lab.trace().split("UNDER_WAY -> RESTART_PENDING", -1).length - 1;
    }

    private static void installRole(Quorate quorate) {
        quorate.host(Lab.ENDPOINT, NEW).features().ensure("AD-Domain-Services");
    }

    private static List<String> spelled(String secret) {
        return List.of(
                secret,
                Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)),
                Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_16LE)));
    }

    @Test
    @DisplayName(
            "a member is promoted, restarted once and awaited; the second run finds it done, and no log tells a password")
    void ensure_promotesRestartsAndAwaits_once() {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        List<Appender<ILoggingEvent>> others = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(others::add);
        others.forEach(root::detachAppender);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        root.addAppender(log);
        Level before = root.getLevel();
        root.setLevel(Level.TRACE);
        StringBuilder told = new StringBuilder();
        try (Lab lab = builder().start();
                Quorate quorate = member(lab).audit(AuditSink.jsonLines(told)).build()) {
            installRole(quorate);
            DirectoryClient directory = quorate.directory(Lab.ENDPOINT);

            Ensured<Promotion> made = directory.ensureController(NEW, SPEC, OTHERS, CONSENT);

            assertThat(made.changed()).isTrue();
            assertThat(made.value())
                    .isEqualTo(new Promotion(NEW, "lab.example", Promotion.State.CONTROLLER, true, true));
            assertThat(directory.controllers("DC1"))
                    .extracting(DomainController::name)
                    .containsExactly("DC1", NEW);
            assertThat(directory.health(List.of("DC1", NEW)).isHealthy()).isTrue();
            assertThat(directory.checkLogon(List.of("DC1", NEW)).isHealthy()).isTrue();
            assertThat(promotions(lab)).isEqualTo(1);
            assertThat(restarts(lab)).isEqualTo(1);

            long changing = lab.changingRequests();
            assertThat(directory.ensureController(NEW, SPEC, OTHERS, CONSENT))
                    .isEqualTo(new Ensured<>(made.value(), false));
            assertThat(lab.changingRequests()).isEqualTo(changing);

            try (Quorate local = lab.connect().build()) {
                assertThatThrownBy(() -> local.host(Lab.ENDPOINT, NEW).boot())
                        .as("the local accounts are gone")
                        .isInstanceOf(AccessDeniedException.class);
            }
            told.append(made).append(SPEC);
        } finally {
            root.setLevel(before);
            root.detachAppender(log);
            others.forEach(root::addAppender);
        }
        assertThat(told).contains("directory.controller.promote", "the last frontier");
        List.copyOf(log.list).forEach(event -> told.append(event.getFormattedMessage()));
        for (String secret : List.of(PASSWORD, SAFE_MODE)) {
            assertThat(told.toString()).doesNotContain(spelled(secret));
        }
    }

    @Test
    @DisplayName("what promotion would cost is told before anything is sent")
    void ensure_whenItMustNotBe_isToldBefore() {
        try (Lab lab = builder().protocol("2.4").start();
                Quorate local = lab.connect().build();
                Quorate quorate = member(lab).build()) {
            DirectoryClient directory = quorate.directory(Lab.ENDPOINT);
            String before = lab.trace();

            for (Consent given : new Consent[] {null, Consent.to("DC1", "another machine")}) {
                assertThatThrownBy(() -> directory.ensureController(NEW, SPEC, OTHERS, given))
                        .isInstanceOfSatisfying(
                                ConsentRequiredException.class,
                                e -> assertThat(e.identity()).isEqualTo(NEW));
            }
            for (String user : List.of("Administrator", ".\\Administrator", NEW + "\\Administrator")) {
                assertThatThrownBy(() -> directory.ensureController(
                                NEW,
                                PromotionSpec.of("lab.example", user, Secret.of(PASSWORD), Secret.of(SAFE_MODE)),
                                OTHERS,
                                CONSENT))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("promotion abolishes");
            }
            assertThatThrownBy(() -> directory.ensureController(NEW, SPEC, List.of(), CONSENT))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> directory.ensureController(NEW, SPEC, OTHERS, CONSENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("features().ensure(\"AD-Domain-Services\")");
            assertThat(lab.trace()).isEqualTo(before);
            installRole(quorate);
            String prepared = lab.trace();
            assertThatThrownBy(() -> local.directory(Lab.ENDPOINT).ensureController(NEW, SPEC, OTHERS, CONSENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("promotion abolishes the local accounts")
                    .hasMessageContaining(NEW + "\\Administrator");
            PromotionSpec wrong =
                    PromotionSpec.of("lab.example", "LAB\\alice", Secret.of("Not-what-it-is-7"), Secret.of(SAFE_MODE));
            assertThatThrownBy(() -> directory.ensureController(NEW, wrong, OTHERS, CONSENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("DCPromo.General.24")
                    .hasMessageNotContaining("Not-what-it-is-7");
            assertThatThrownBy(() -> directory.ensureController(NEW, SPEC.from("dc9.lab.example"), OTHERS, CONSENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("DCPromo.General.25");
            assertThat(lab.trace()).isEqualTo(prepared);

            Rehearsal rehearsal = quorate.rehearse(inside -> inside.directory(Lab.ENDPOINT)
                    .ensureController(NEW, SPEC.from("DC1.lab.example"), OTHERS, CONSENT));
            assertThat(rehearsal.explain())
                    .contains("Install-ADDSDomainController", "-NoRebootOnCompletion", "Restart-Computer")
                    .contains("-SafeModeAdministratorPassword <hidden>", "-Credential <hidden>")
                    .doesNotContain(SAFE_MODE, PASSWORD);
            assertThat(lab.trace()).isEqualTo(prepared);
        }
    }

    @Test
    void ensure_whenTheHostIsANodeOfACluster_isRefused() {
        try (Lab lab = builder().protocol("2.4").cluster("FC1").start();
                Quorate quorate = member(lab).build()) {
            installRole(quorate);
            assertThatThrownBy(() -> quorate.directory(Lab.ENDPOINT).ensureController(NEW, SPEC, OTHERS, CONSENT))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("a node of a cluster");
            assertThat(promotions(lab)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    @DisplayName(
            "cut at a request, before or after it was carried out: the next run ends in the same world, promoted once")
    void ensure_cutAtARequest_promotesOnce(boolean carriedOut) {
        int stride = Integer.getInteger("quorate.stride", Boolean.getBoolean("quorate.sweep") ? 5 : 61);
        int all = Integer.MAX_VALUE;
        for (int n = 1; n <= all; n += stride) {
            try (Lab lab = builder().protocol("2.4").start();
                    Quorate quorate = member(lab).build()) {
                installRole(quorate);
                AtomicInteger requests = new AtomicInteger();
                int cut = n;
                var fault = lab.faults()
                        .when("request " + n, request -> requests.incrementAndGet() == cut)
                        .optional()
                        .always();
                if (carriedOut) {
                    fault.resetAfter();
                } else {
                    fault.resetBefore();
                }
                DirectoryClient directory = quorate.directory(Lab.ENDPOINT);
                try {
                    directory.ensureController(NEW, SPEC, OTHERS, CONSENT);
                } catch (QuorateException lost) {
                    // the next run finds what is left to do
                }
                all = Math.min(all, requests.get());
                lab.faults().clear();

                Promotion after =
                        directory.ensureController(NEW, SPEC, OTHERS, CONSENT).value();
                assertThat(after.isServing()).as("cut at %d", n).isTrue();
                assertThat(promotions(lab)).as("cut at %d", n).isEqualTo(1);
                assertThat(restarts(lab)).as("cut at %d", n).isEqualTo(1);
                assertThat(lab.violations()).isEmpty();
            }
        }
        assertThat(all).isGreaterThan(20);
    }

    @Test
    @DisplayName("a promotion that somebody else has begun is waited for, not begun again")
    void ensure_whenAnotherIsUnderWay_waitsForIt() throws Exception {
        CountDownLatch begins = new CountDownLatch(1);
        CallListener listener = new CallListener() {
            @Override
            public void started(Started call) {
                if (call.operation().equals("directory.controller.promote")) {
                    begins.countDown();
                }
            }
        };
        try (Lab lab = builder().protocol("2.4").start();
                Quorate one = member(lab).listener(listener).build();
                Quorate two = member(lab).build()) {
            installRole(two);
            FutureTask<Ensured<Promotion>> first =
                    new FutureTask<>(() -> one.directory(Lab.ENDPOINT).ensureController(NEW, SPEC, OTHERS, CONSENT));
            new Thread(first).start();
            // From here on the first one's work holds the time: two cannot have waited for an hour before it begins.
            assertThat(begins.await(60, TimeUnit.SECONDS)).isTrue();
            two.waitFor(
                            "somebody else has begun",
                            () -> two.directory(Lab.ENDPOINT).machine(NEW).promotion())
                    .until(seen -> seen.state() != Promotion.State.NONE)
                    .await(Duration.ofHours(1));
            Promotion served = two.directory(Lab.ENDPOINT)
                    .ensureController(NEW, SPEC, OTHERS, CONSENT, Duration.ofHours(4))
                    .value();

            assertThat(served.isServing()).isTrue();
            assertThat(first.get(1, TimeUnit.MINUTES).value().isServing()).isTrue();
            assertThat(promotions(lab)).isEqualTo(1);
            assertThat(restarts(lab)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("whenever somebody else does all of it between two calls of ours: promoted once, restarted once")
    void ensure_whenAnotherOvertakes_isContentWithWhatHeDid() {
        int stride = Boolean.getBoolean("quorate.sweep") ? 1 : 8;
        for (int n = 1; ; n += stride) {
            AtomicInteger calls = new AtomicInteger();
            int overtaken = n;
            try (Lab lab = builder().protocol("2.4").start();
                    Quorate other = member(lab).build();
                    Quorate ours = member(lab)
                            .listener(new CallListener() {
                                @Override
                                public void ended(Ended call) {
                                    if (calls.incrementAndGet() == overtaken) {
                                        other.directory(Lab.ENDPOINT).ensureController(NEW, SPEC, OTHERS, CONSENT);
                                    }
                                }
                            })
                            .build()) {
                installRole(other);

                Promotion served = ours.directory(Lab.ENDPOINT)
                        .ensureController(NEW, SPEC, OTHERS, CONSENT)
                        .value();

                assertThat(served.isServing()).as("overtaken after call %d", n).isTrue();
                assertThat(promotions(lab)).as("overtaken after call %d", n).isEqualTo(1);
                assertThat(restarts(lab)).as("overtaken after call %d", n).isEqualTo(1);
                if (calls.get() < n) {
                    assertThat(n).isGreaterThan(6);
                    return;
                }
            }
        }
    }

    @LongForm
    @Test
    @DisplayName("on a German Windows the same happens")
    void ensure_inGerman_isTheSame() {
        try (Lab lab = builder().locale("de-DE").protocol("2.4").start();
                Quorate quorate = member(lab).build()) {
            installRole(quorate);
            DirectoryClient directory = quorate.directory(Lab.ENDPOINT);
            assertThat(directory.ensureController(NEW, SPEC, OTHERS, CONSENT).changed())
                    .isTrue();
            assertThat(directory.ensureController(NEW, SPEC, OTHERS, CONSENT).changed())
                    .isFalse();
        }
    }
}
