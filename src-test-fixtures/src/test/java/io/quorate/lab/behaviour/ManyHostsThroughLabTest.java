package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.RetrySettings;
import io.quorate.Secret;
import io.quorate.call.CallListener;
import io.quorate.error.AccessDeniedException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnreachableException;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import io.quorate.lab.SlowLab;
import io.quorate.lab.Sweep;
import io.quorate.vm.VirtualMachine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of many hosts is asked of all at once: it takes as long as the slowest, and one that is silent keeps no other waiting. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class ManyHostsThroughLabTest {
    private static final int MANY = 12;
    private static final Duration EACH = Duration.ofSeconds(1);

    private static LabBuilder hosts(int many) {
        LabBuilder builder = Lab.builder();
        IntStream.rangeClosed(1, many).forEach(i -> builder.host("HV" + i));
        return builder;
    }

    private static Duration took(Lab lab, Runnable work) {
        Instant began = lab.now();
        work.run();
        return Duration.between(began, lab.now());
    }

    private static VirtualMachine on(Quorate quorate, String host) {
        return quorate.vms(Lab.ENDPOINT).create("on-" + host, vm -> vm.on(host).path("C:\\VMs"));
    }

    @Test
    @DisplayName("a list over many hosts takes two looks, however many they are, and is in the order of the hosts")
    void list_overManyHosts_takesAsLongAsOverTwo() {
        try (Lab lab = SlowLab.start(hosts(MANY), EACH);
                Quorate quorate = lab.connect().build()) {
            on(quorate, "HV7");
            on(quorate, "HV2");
            quorate.vms(Lab.ENDPOINT).list();
            for (int i = 0; i < 3; i++) {
                Duration took = took(
                        lab,
                        () -> assertThat(quorate.vms(Lab.ENDPOINT).list())
                                .extracting(VirtualMachine::host)
                                .containsExactly("HV2", "HV7"));
                assertThat(took).isBetween(EACH.multipliedBy(2), EACH.multipliedBy(3));
            }
            assertThat(took(lab, () -> quorate.vms(Lab.ENDPOINT).list("HV1"))).isBetween(EACH, EACH.multipliedBy(2));
        }
    }

    @Test
    @DisplayName("a machine is found as fast on the last of many hosts as on the second")
    void get_onManyHosts_asksThemAtOnce() {
        try (Lab lab = SlowLab.start(hosts(MANY), EACH);
                Quorate quorate = lab.connect().build()) {
            UUID id = on(quorate, "HV" + MANY).id();
            quorate.vms(Lab.ENDPOINT).list();
            Duration took = took(
                    lab,
                    () -> assertThat(quorate.vms(Lab.ENDPOINT).get(id).host()).isEqualTo("HV" + MANY));
            assertThat(took).isLessThanOrEqualTo(EACH.multipliedBy(6));
        }
    }

    @Test
    @DisplayName("a host that takes requests and says nothing keeps no search waiting, nor what comes after it")
    void get_whenAHostIsABlackHole_isServedByTheOthers() {
        for (String dead : Sweep.WHOLE ? List.of("HV1", "HV3") : List.of("HV1")) {
            Threads threads = Threads.now();
            try (Lab lab = hosts(4).start();
                    Quorate quorate = lab.connect().build()) {
                VirtualMachine there =
                        quorate.vms(Lab.ENDPOINT).start(on(quorate, "HV2").id());
                quorate.vms(Lab.ENDPOINT).list();
                lab.faults().on("Get-VM").host(dead).always().optional().hung();
                for (int i = 0; i < 3; i++) {
                    Duration took = took(
                            lab,
                            () -> assertThat(quorate.vms(Lab.ENDPOINT)
                                            .get(there.id())
                                            .host())
                                    .isEqualTo("HV2"));
                    assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(2));
                }
            }
            assertThat(threads.left("quorate-")).isEmpty();
        }
    }

    @Test
    @DisplayName("hosts that all say nothing are waited for together")
    void list_whenAllAreSilent_takesAsLongAsOne() {
        try (Lab lab = hosts(6).start();
                Quorate quorate = lab.connect().retry(RetrySettings.never()).build()) {
            quorate.vms(Lab.ENDPOINT).list();
            lab.faults().on("Get-VM").always().hung();
            Duration all = took(
                    lab,
                    () -> catchThrowableOfType(
                            QuorateException.class,
                            () -> quorate.vms(Lab.ENDPOINT).list()));
            assertThat(all).as("one is given up after 30 s").isLessThan(Duration.ofSeconds(60));
        }
    }

    @Test
    @DisplayName("one dead host ends a list over many at once, and the error names it")
    void list_whenOneHostIsDead_namesIt() {
        try (Lab lab = hosts(6).start();
                Quorate quorate = lab.connect().retry(RetrySettings.never()).build()) {
            quorate.vms(Lab.ENDPOINT).list();
            lab.power("HV4").off();
            UnreachableException e = catchThrowableOfType(
                    UnreachableException.class, () -> quorate.vms(Lab.ENDPOINT).list());
            assertThat(e.host()).isEqualTo("HV4");
            assertThat(e.getStackTrace())
                    .as("who called")
                    .extracting(StackTraceElement::getClassName)
                    .contains(ManyHostsThroughLabTest.class.getName());
        }
    }

    @Test
    @DisplayName("a refused password of a domain is spent once, however many hosts are asked at once")
    void wrongPassword_isSpentOnce_overAllHosts() {
        LabBuilder builder = hosts(8).logins(logins -> logins.http())
                .domain(
                        "lab.example",
                        domain -> domain.user("alice", Secret.of("Right-1!")).lockOutAfter(3));
        try (Lab lab = builder.start();
                Quorate quorate = lab.connect(
                                endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\alice", Secret.of("Wrong-1!"))))
                        .build()) {
            for (Runnable ask : List.<Runnable>of(
                    () -> quorate.vms(Lab.ENDPOINT).list(),
                    () -> quorate.vms(Lab.ENDPOINT).get(new UUID(1, 2)),
                    () -> quorate.vms(Lab.ENDPOINT).find(new UUID(1, 2)))) {
                assertThat(catchThrowableOfType(AccessDeniedException.class, ask::run))
                        .isNotNull();
            }
            assertThat(lab.logins().account("LAB\\alice").wrongPasswords()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("the first log-in of an account goes alone, and with the right password all hosts answer")
    void rightPassword_letsAllHostsIn() {
        LabBuilder builder = hosts(8).logins(logins -> logins.http())
                .domain("lab.example", domain -> domain.user("alice", Secret.of("Right-1!")));
        try (Lab lab = builder.start();
                Quorate quorate = lab.connect(
                                endpoint -> endpoint.credentials(Credentials.ntlm("LAB\\alice", Secret.of("Right-1!"))))
                        .build()) {
            assertThat(quorate.vms(Lab.ENDPOINT).list()).isEmpty();
        }
    }

    @Test
    @DisplayName("a caller that is interrupted, or whose client is closed, while many hosts are asked hears of it")
    void cutShort_whileManyHostsAreAsked_isHeardByAll() {
        for (boolean closes : new boolean[] {false, true}) {
            for (boolean searches : Sweep.WHOLE ? new boolean[] {false, true} : new boolean[] {closes}) {
                Threads threads = Threads.now();
                try (Lab lab = hosts(4).clock(Lab.Clock.WALL).start()) {
                    Quorate quorate = lab.connect().build();
                    try (quorate) {
                        quorate.vms(Lab.ENDPOINT).list();
                        lab.faults().onReceiveOf("Get-VM").times(4).hung();
                        BlockedCall call = BlockedCall.start(() -> {
                            if (searches) {
                                quorate.vms(Lab.ENDPOINT).get(new UUID(1, 2));
                            } else {
                                quorate.vms(Lab.ENDPOINT).list();
                            }
                        });
                        assertThat(Eventually.holds(() -> lab.faults().pending().isEmpty()))
                                .isTrue();
                        Duration took = closes ? call.endsAfter(quorate::close) : call.interrupt();
                        assertThat(took).isLessThan(Duration.ofSeconds(10));
                        assertThat(call.failure()).isInstanceOf(QuorateException.class);
                        assertThat(call.keptTheFlag()).isEqualTo(!closes);
                        if (!closes) {
                            assertThat(quorate.vms(Lab.ENDPOINT).list()).isEmpty();
                        }
                    }
                    assertThat(Eventually.holds(() -> lab.openShells() == 0)).isTrue();
                }
                assertThat(threads.left("quorate-")).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("with one host no thread starts: the caller's does the work; with several each call is heard of")
    void oneHost_isAskedByTheCallersThread() {
        Set<Thread> heard = ConcurrentHashMap.newKeySet();
        Set<String> calls = ConcurrentHashMap.newKeySet();
        CallListener listener = new CallListener() {
            @Override
            public void started(Started call) {
                heard.add(Thread.currentThread());
                calls.add(call.callId());
            }
        };
        try (Lab lab = hosts(1).start();
                Quorate quorate = lab.connect().listener(listener).build()) {
            quorate.vms(Lab.ENDPOINT).list();
            assertThat(heard).containsExactly(Thread.currentThread());
        }
        calls.clear();
        try (Lab lab = hosts(5).start();
                Quorate quorate = lab.connect().listener(listener).build()) {
            quorate.vms(Lab.ENDPOINT).list();
            assertThat(calls).hasSize(10);
        }
    }
}
