package io.quorate.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Quorate;
import io.quorate.cluster.ClusterClient;
import io.quorate.doctor.DoctorReport;
import io.quorate.doctor.HostReport;
import io.quorate.host.HostClient;
import io.quorate.host.HostInitiator;
import io.quorate.replica.ReplicaClient;
import io.quorate.vm.VirtualMachineClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Reads a real estate and changes nothing: logs in each way that {@link LiveEstate} names, then asks every noun that reads. Played by {@code
 * mvn -Plive verify}, and nowhere else.
 */
@Tag("live")
@EnabledIfSystemProperty(named = "quorate.live", matches = "true", disabledReason = "-Plive reads a real estate")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LiveEstateTest {
    private LiveEstate estate;
    private Quorate quorate;

    @BeforeAll
    void connect() {
        estate = LiveEstate.ofEnvironment();
        System.out.println("live: " + estate.hosts().keySet() + ", without " + estate.without());
        quorate = estate.connect(estate.logins().get(0));
    }

    @AfterAll
    void close() {
        if (quorate != null) {
            quorate.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyLogin_isLetIn() {
        return estate.logins().stream()
                .map(login -> DynamicTest.dynamicTest(login, () -> {
                    try (Quorate once = estate.connect(login)) {
                        for (String host : estate.hosts().keySet()) {
                            assertThat(once.host(LiveEstate.ENDPOINT, host).boot())
                                    .isNotNull();
                        }
                    }
                }));
    }

    /** What it finds is told, and not judged: only a host that it was not let in to fails. The file for the maintainers is left in target. */
    @Test
    void doctor_examinesEveryHost() {
        DoctorReport report = quorate.doctor(LiveEstate.ENDPOINT).examine();
        System.out.println(report.toString().replaceAll("(?m)^", "live: doctor: "));
        report.writeForMaintainers(Path.of("target", "doctor-for-maintainers.txt"));
        assertThat(report.hosts())
                .extracting(HostReport::host)
                .containsExactlyInAnyOrderElementsOf(estate.hosts().keySet());
        assertThat(report.hosts())
                .allSatisfy(host ->
                        assertThat(host.session().orNull()).as(host.toString()).isNotNull());
    }

    @TestFactory
    Stream<DynamicTest> everyNoun_reads() {
        List<DynamicTest> tests = new ArrayList<>();
        ofACluster().forEach((noun, call) -> add(tests, noun, () -> call.apply(quorate.cluster(LiveEstate.ENDPOINT))));
        VirtualMachineClient machines = quorate.vms(LiveEstate.ENDPOINT);
        ReplicaClient replicas = quorate.replicas(LiveEstate.ENDPOINT);
        add(tests, "replica.broker", replicas::broker);
        add(tests, "vms.list", machines::list);
        for (String host : estate.hosts().keySet()) {
            HostClient client = quorate.host(LiveEstate.ENDPOINT, host);
            ofAHost().forEach((noun, call) -> add(tests, noun + " " + host, () -> call.apply(client)));
            add(tests, "vms.disks " + host, () -> machines.disks(host));
            add(tests, "vms.adapters " + host, () -> machines.adapters(host));
            add(tests, "replica.server " + host, () -> replicas.server(host));
            add(tests, "replica.listener " + host, () -> replicas.listener(host));
            add(tests, "replica.list " + host, () -> replicas.list(host));
        }
        return tests.stream();
    }

    private static Map<String, Function<HostClient, Object>> ofAHost() {
        Map<String, Function<HostClient, Object>> nouns = new LinkedHashMap<>();
        nouns.put("host.facts", HostClient::facts);
        nouns.put("host.boot", HostClient::boot);
        nouns.put("host.time", host -> host.time().get());
        nouns.put("host.disks", host -> host.disks().list());
        nouns.put("host.services", host -> host.services().list());
        nouns.put("host.features", host -> host.features().list());
        nouns.put("host.adapters", HostClient::adapters);
        nouns.put("host.initiator", host -> host.initiator().get());
        nouns.put("host.initiator.portals", whereItRuns(HostInitiator::portals));
        nouns.put("host.initiator.sessions", whereItRuns(HostInitiator::sessions));
        nouns.put("host.sqlInstances", host -> host.sqlInstances().list());
        nouns.put("host.hyperV", host -> host.hyperV().get());
        nouns.put("host.switches", host -> host.switches().list());
        nouns.put("host.picture", HostClient::picture);
        return nouns;
    }

    private static Function<HostClient, Object> whereItRuns(Function<HostInitiator, Object> read) {
        return host -> host.initiator().get().running()
                ? read.apply(host.initiator())
                : "not read, because the iSCSI initiator service does not run";
    }

    private static Map<String, Function<ClusterClient, Object>> ofACluster() {
        Map<String, Function<ClusterClient, Object>> nouns = new LinkedHashMap<>();
        nouns.put("cluster.get", ClusterClient::get);
        nouns.put("cluster.nodes", cluster -> cluster.nodes().list());
        nouns.put("cluster.groups", cluster -> cluster.groups().list());
        nouns.put("cluster.availableDisks", cluster -> cluster.availableDisks().list());
        nouns.put("cluster.disks", cluster -> cluster.disks().list());
        nouns.put("cluster.sharedVolumes", cluster -> cluster.sharedVolumes().list());
        nouns.put("cluster.quorum", cluster -> cluster.quorum().get());
        return nouns;
    }

    /** A noun whose name begins like one that the estate is without is left out, and says so. */
    private void add(List<DynamicTest> tests, String noun, Call call) {
        if (estate.without().stream()
                .anyMatch(left -> (noun + ".").startsWith(left + ".") || noun.startsWith(left + " "))) {
            System.out.println("live: left out: " + noun);
            return;
        }
        tests.add(DynamicTest.dynamicTest(noun, () -> {
            Object value = call.read();
            assertThat(value).isNotNull();
            System.out.println("live: " + noun + ": " + told(value));
        }));
    }

    private static String told(Object value) {
        if (value instanceof List<?> several) {
            return several.size() + " of them";
        }
        return value instanceof String said ? said : "answered";
    }

    private interface Call {
        Object read();
    }
}
