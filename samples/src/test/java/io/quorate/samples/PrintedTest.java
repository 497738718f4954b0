package io.quorate.samples;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.lab.Lab;
import io.quorate.san.ChapLogin;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What JShell prints for what a user holds: no network behind it, and no secret in it. */
class PrintedTest {
    private static final String CANARY = "canary-9f3d-4711";
    private static final Secret SECRET = Secret.of(CANARY);
    private static final UUID MACHINE = UUID.fromString("0e3a6c1e-8a51-4a09-8ab5-0e1d7f7b6d11");

    @Test
    @DisplayName("every client, and every noun that it leads to without I/O, tells its endpoint and its object")
    void clients_tellWhereTheyLead() throws Exception {
        try (Quorate quorate = nowhere().build()) {
            Map<String, String> printed = new TreeMap<>();
            Deque<Object> open = new ArrayDeque<>(Set.of(
                    quorate.cluster("rack"),
                    quorate.vms("rack"),
                    quorate.vms("rack").adapters(MACHINE),
                    quorate.host("rack", "HV1"),
                    quorate.replicas("rack"),
                    quorate.directory("rack"),
                    quorate.directory("rack").computers("DC1"),
                    quorate.storage("nas"),
                    quorate.iscsi("san"),
                    quorate.availabilityGroups("sql"),
                    quorate.availabilityGroups("sql").databases("ag1"),
                    quorate.doctor("rack")));
            while (!open.isEmpty()) {
                Object noun = open.pop();
                if (printed.put(noun.getClass().getSimpleName(), noun.toString()) == null) {
                    for (Method method : noun.getClass().getMethods()) {
                        if (leadsOn(method)) {
                            open.push(method.invoke(noun));
                        }
                    }
                }
            }
            assertThat(printed)
                    .containsEntry("ClusterClient", "ClusterClient[endpoint=rack]")
                    .containsEntry("ClusterSharedVolumes", "ClusterSharedVolumes[endpoint=rack]")
                    .containsEntry("HostDisks", "HostDisks[endpoint=rack, host=HV1]")
                    .containsEntry("DirectoryComputers", "DirectoryComputers[endpoint=rack, controller=DC1]")
                    .containsEntry("VirtualAdapters", "VirtualAdapters[endpoint=rack, machine=" + MACHINE + "]")
                    .containsEntry("GroupDatabases", "GroupDatabases[endpoint=sql, group=ag1]")
                    .containsEntry("Doctor", "Doctor[endpoints=[rack]]")
                    .hasSizeGreaterThan(40);
            assertThat(printed.values()).allMatch(text -> text.matches("\\w+\\[endpoints?=.*]"));
        }
    }

    /** Whether it is navigation: without arguments, to a noun. */
    private static boolean leadsOn(Method method) {
        return method.getParameterCount() == 0
                && !Modifier.isStatic(method.getModifiers())
                && method.getReturnType().getName().startsWith("io.quorate.")
                && Modifier.isFinal(method.getReturnType().getModifiers())
                && !method.getReturnType().isRecord()
                && !method.getReturnType().isEnum();
    }

    private static Quorate.Builder nowhere() {
        return Quorate.builder()
                .endpoint(
                        "rack",
                        "winrm://HV1,DC1",
                        e -> e.credentials(Credentials.basic("ops", SECRET)).trust(Trust.platform()))
                .endpoint("nas", "nexenta://nas1.invalid", e -> e.credentials(Credentials.basic("ops", SECRET)))
                .endpoint("san", "iscsi://192.0.2.1", e -> e.credentials(Credentials.chap("ops", SECRET)))
                .endpoint("sql", "sqlserver://sql1.invalid", e -> e.credentials(Credentials.basic("ops", SECRET)));
    }

    @Test
    @DisplayName("builders and specs print what was said so far, and no secret of it")
    void specs_printWithoutSecrets() {
        StringBuilder printed = new StringBuilder(nowhere().toString());
        ChapLogin chap = new ChapLogin("ops", SECRET);
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.rehearse(q -> {
                catching(() ->
                        q.flows().shareDisk(s -> printed.append(s.chap(chap).atMost(Duration.ofMinutes(2)))));
                catching(() -> q.storage("nas")
                        .publications()
                        .plan(io.quorate.san.DatasetPath.of("tank/vg/v1"), p -> printed.append(p.chap(chap))));
                catching(() -> q.vms(Lab.ENDPOINT)
                        .create("web1", vm -> printed.append(vm.on("HV1").cores(4))));
            });
            printed.append(lab.power("HV1")).append(lab.addressBook());
        }
        assertThat(printed.toString())
                .contains(
                        "Quorate.Builder[endpoints=",
                        "atMost=2 min",
                        "VmSpec[host=HV1, ",
                        "cores=4",
                        "ShareDiskSpec[",
                        "Lab.PowerSwitch[host=HV1]")
                .doesNotContain(CANARY);
    }

    private static void catching(Runnable incomplete) {
        try {
            incomplete.run();
        } catch (RuntimeException expected) {
            assertThat(expected.toString()).doesNotContain(CANARY);
        }
    }

    @Test
    @DisplayName("a main class answers --help and --version, and exits with 2 where an argument is not understood")
    void mains_answerWhoDoesNotKnowThem() {
        assertThat(FirstStory.run("--help")).isZero();
        assertThat(FirstStory.run("--version")).isZero();
        assertThat(FirstStory.run("--what")).isEqualTo(2);
        assertThat(FirstStory.run("forty-two")).isEqualTo(2);
        assertThat(Doctor.run("--version")).isZero();
        assertThat(Doctor.run("--what")).isEqualTo(2);
    }
}
