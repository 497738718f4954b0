package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.Trust;
import io.quorate.call.Ensured;
import io.quorate.call.Order;
import io.quorate.error.QuorateException;
import io.quorate.flow.SharedDisk;
import io.quorate.lab.Inside;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.san.DatasetPath;
import io.quorate.san.Iqn;
import io.quorate.san.Publication;
import io.quorate.spi.Command;
import io.quorate.storage.HostGroups;
import io.quorate.storage.Provisioning;
import io.quorate.storage.StorageClient;
import io.quorate.storage.TargetGroups;
import io.quorate.storage.command.CreateGroup;
import io.quorate.storage.command.CreateMapping;
import io.quorate.storage.command.CreateTarget;
import io.quorate.storage.command.CreateVolume;
import io.quorate.storage.command.StorageGroup;
import io.quorate.vm.command.CreateVirtualMachine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two at once: nothing is lost, nobody is told of a conflict that is none, and what one makes the other finds. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class AtOnceThroughLabTest {
    private static final int ROUNDS = Boolean.getBoolean("quorate.sweep") ? 40 : 2;
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");
    private static final Iqn HV3 = Iqn.of("iqn.1991-05.com.microsoft:hv3");

    /** Runs both at the same time and returns what each returned, or the exception it threw. */
    private static List<Object> atOnce(Callable<?> one, Callable<?> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        List<FutureTask<Object>> both = new ArrayList<>();
        for (Callable<?> work : List.of(one, other)) {
            both.add(new FutureTask<>(() -> {
                start.await(60, TimeUnit.SECONDS);
                try {
                    return work.call();
                } catch (QuorateException e) {
                    return e;
                }
            }));
        }
        both.forEach(task -> new Thread(task).start());
        return List.of(both.get(0).get(2, TimeUnit.MINUTES), both.get(1).get(2, TimeUnit.MINUTES));
    }

    private static Lab appliance() {
        return Lab.builder()
                .appliance(
                        "NAS1",
                        nas -> nas.pool("tank", Size.tib(1))
                                .volumeGroup("tank/vg")
                                .volume("tank/vg/one", Size.gib(1)))
                .start();
    }

    private static Quorate connect(Lab lab) {
        LabAppliance nas = lab.appliance("NAS1");
        return Quorate.builder()
                .runtime(lab.runtime())
                .endpoint(
                        Lab.STORAGE,
                        "nexenta://" + nas.name(),
                        endpoint -> endpoint.credentials(Credentials.basic(nas.username(), nas.password()))
                                .trust(new Trust.Authorities(lab.caCertificates())))
                .build();
    }

    @Test
    @DisplayName("two that each add a node to one host group: both are there, and nobody who was there is gone")
    void addToHostGroup_byTwoAtOnce_bothAreThere() throws Exception {
        try (Lab lab = appliance();
                Quorate quorate = connect(lab)) {
            addInRounds(quorate, quorate, () -> {});
        }
    }

    /** Both have read the group before either writes it, and both write before either looks again. */
    @Test
    @DisplayName(
            "two that each add a node over clients of their own, and both write what they had read: both are there")
    void addToHostGroup_byTwoClientsAtOnce_bothAreThere() throws Exception {
        try (Lab lab = appliance();
                Quorate one = connect(lab);
                Quorate other = connect(lab)) {
            AtomicInteger writes = together(lab);
            addInRounds(one, other, () -> {
                assertThat(writes.getAndSet(0))
                        .as("one of the two has to write again")
                        .isGreaterThan(2);
            });
        }
    }

    /** Holds up the first writer until a second one comes, and counts the writes. */
    private static AtomicInteger together(Lab lab) {
        AtomicInteger writes = new AtomicInteger();
        CyclicBarrier both = new CyclicBarrier(2);
        Inside.onRequest(lab.appliance("NAS1"), request -> {
            if (request.method().equals("PUT") && writes.incrementAndGet() <= 2) {
                meet(both);
            }
        });
        return writes;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other did not come", e);
        }
    }

    private static void addInRounds(Quorate one, Quorate other, Runnable afterEach) throws Exception {
        HostGroups groups = one.storage(Lab.STORAGE).hostGroups();
        HostGroups others = other.storage(Lab.STORAGE).hostGroups();
        for (int round = 1; round <= ROUNDS; round++) {
            String group = "hosts" + round;
            groups.create(group, Set.of(HV1));
            List<Object> results = atOnce(() -> groups.add(group, Set.of(HV2)), () -> others.add(group, Set.of(HV3)));
            assertThat(results)
                    .as("round " + round)
                    .allMatch(result -> result instanceof Ensured<?> done && done.changed());
            assertThat(groups.get(group).members()).as("round " + round).containsExactlyInAnyOrder(HV1, HV2, HV3);
            groups.remove(group);
            afterEach.run();
        }
    }

    @Test
    void addToTargetGroup_byTwoAtOnce_bothAreThere() throws Exception {
        try (Lab lab = appliance();
                Quorate quorate = connect(lab)) {
            StorageClient storage = quorate.storage(Lab.STORAGE);
            TargetGroups groups = storage.targetGroups();
            Iqn one = Iqn.of("iqn.2005-07.com.example:one");
            Iqn two = Iqn.of("iqn.2005-07.com.example:two");
            storage.targets().create(one, lab.appliance("NAS1").portals());
            storage.targets().create(two, lab.appliance("NAS1").portals());
            groups.create("csv", Set.of());
            atOnce(() -> groups.add("csv", Set.of(one)), () -> groups.add("csv", Set.of(two)));
            assertThat(groups.get("csv").members()).containsExactlyInAnyOrder(one, two);
            assertThat(groups.add("csv", Set.of(one)).changed()).isFalse();
        }
    }

    @Test
    @DisplayName("two that each set the whole list at once: whoever was told of success is there")
    void updateHostGroup_byTwoAtOnce_losesNobodySilently() throws Exception {
        try (Lab lab = appliance();
                Quorate quorate = connect(lab)) {
            updateInRounds(quorate, quorate, () -> {});
        }
    }

    @Test
    @DisplayName(
            "two that each set the whole list over clients of their own, and both write at once: whoever was told of success is there")
    void updateHostGroup_byTwoClientsAtOnce_losesNobodySilently() throws Exception {
        try (Lab lab = appliance();
                Quorate one = connect(lab);
                Quorate other = connect(lab)) {
            AtomicInteger writes = together(lab);
            updateInRounds(one, other, () -> writes.set(0));
        }
    }

    private static void updateInRounds(Quorate one, Quorate other, Runnable afterEach) throws Exception {
        HostGroups groups = one.storage(Lab.STORAGE).hostGroups();
        HostGroups others = other.storage(Lab.STORAGE).hostGroups();
        for (int round = 1; round <= ROUNDS / 2; round++) {
            String group = "hosts" + round;
            groups.create(group, Set.of(HV1));
            List<Object> results = atOnce(
                    () -> groups.update(group, Set.of(HV1, HV2), null),
                    () -> others.update(group, Set.of(HV1, HV3), null));
            Set<Iqn> members = groups.get(group).members();
            String told = "round " + round + " " + results + " " + members;
            assertThat(members).as(told).contains(HV1);
            assertThat(results).as(told).anyMatch(result -> result instanceof QuorateException);
            assertThat(results.get(0) instanceof QuorateException || members.contains(HV2))
                    .as(told)
                    .isTrue();
            assertThat(results.get(1) instanceof QuorateException || members.contains(HV3))
                    .as(told)
                    .isTrue();
            groups.remove(group);
            afterEach.run();
        }
    }

    /** The same wish at once: both succeed, and no more than one says that it changed something. */
    private static void assertOneFindsIt(String what, Quorate one, Quorate other, Order<?> wish) throws Exception {
        List<Object> results = atOnce(() -> one.run(wish), () -> other.run(wish));
        assertThat(results).as(what).allMatch(result -> result instanceof Ensured<?>);
        Ensured<?> first = (Ensured<?>) results.get(0);
        Ensured<?> second = (Ensured<?>) results.get(1);
        assertThat(first.changed() ^ second.changed()).as(what + " " + results).isTrue();
        assertThat(first.value()).as(what).isEqualTo(second.value());
    }

    @ParameterizedTest(name = "over {0} client(s)")
    @ValueSource(ints = {1, 2})
    @DisplayName(
            "the same ensure at once on the appliance: both succeed, one has changed something, the other finds it so")
    void ensure_onTheAppliance_byTwoAtOnce(int clients) throws Exception {
        try (Lab lab = appliance();
                Quorate one = connect(lab);
                Quorate other = clients == 1 ? one : connect(lab)) {
            for (int i = 1; i <= 5; i++) {
                DatasetPath volume = DatasetPath.of("tank/vg/v" + i);
                Iqn target = Iqn.of("iqn.2005-07.com.example:t" + i);
                for (Command<?> wish : List.of(
                        new CreateVolume(volume, Size.gib(1), Size.kib(32), Provisioning.THIN),
                        new CreateTarget(target, lab.appliance("NAS1").portals()),
                        new CreateGroup(StorageGroup.Kind.TARGET, "t" + i, Set.of(target)),
                        new CreateGroup(
                                StorageGroup.Kind.HOST, "h" + i, Set.of(Iqn.of(HV1 + "-" + i), Iqn.of(HV2 + "-" + i))),
                        new CreateMapping(volume, "t" + i, "h" + i))) {
                    assertOneFindsIt(wish + " over " + clients, one, other, Order.ensure(Lab.STORAGE, wish));
                }
            }
        }
    }

    @ParameterizedTest(name = "over {0} client(s)")
    @ValueSource(ints = {1, 2})
    @DisplayName(
            "the same publication at once: both succeed; within a client one has changed something and the other finds it so")
    void publish_byTwoAtOnce(int clients) throws Exception {
        try (Lab lab = appliance();
                Quorate one = connect(lab);
                Quorate other = clients == 1 ? one : connect(lab)) {
            lab.appliance("NAS1").mappingLag(Duration.ofSeconds(1));
            for (int i = 1; i <= 5; i++) {
                DatasetPath volume = DatasetPath.of("tank/vg/p" + i);
                lab.appliance("NAS1").createVolume(volume.value(), Size.gib(1));
                Iqn target = Iqn.of("iqn.2005-07.com.example:p" + i);
                String hosts = "hosts" + i;
                Iqn node = Iqn.of("iqn.1991-05.com.microsoft:node" + i);
                List<Object> results = atOnce(
                        () -> publish(one, lab, volume, target, hosts, node),
                        () -> publish(other, lab, volume, target, hosts, node));
                assertThat(results).allMatch(result -> result instanceof Ensured<?>);
                Ensured<?> first = (Ensured<?>) results.get(0);
                Ensured<?> second = (Ensured<?>) results.get(1);
                assertThat(first.value()).isEqualTo(second.value());
                assertThat(first.changed() || second.changed()).isTrue();
                if (clients == 1) {
                    assertThat(first.changed() && second.changed()).isFalse();
                }
                assertThat(one.storage(Lab.STORAGE).mappings().of(volume)).hasSize(1);
            }
        }
    }

    private static Ensured<Publication> publish(
            Quorate quorate, Lab lab, DatasetPath volume, Iqn target, String hosts, Iqn node) {
        return quorate.storage(Lab.STORAGE).publications().ensure(volume, spec -> {
            spec.target(target).hostGroup(hosts).initiators(List.of(node)).writeCache(false);
            lab.appliance("NAS1").portals().forEach(spec::addPortal);
        });
    }

    @Test
    @DisplayName("the same ensure at once on the cluster: a node, a machine")
    void ensure_onTheCluster_byTwoAtOnce() throws Exception {
        try (Lab lab = Lab.story();
                Quorate quorate = lab.connect().build()) {
            quorate.cluster(Lab.ENDPOINT).create("RACK1", "HV1");
            List<Object> nodes = atOnce(
                    () -> quorate.cluster(Lab.ENDPOINT).nodes().ensure("HV2"),
                    () -> quorate.cluster(Lab.ENDPOINT).nodes().ensure("HV2"));
            assertThat(nodes).allMatch(result -> result instanceof Ensured<?>);
            assertThat(((Ensured<?>) nodes.get(0)).changed() ^ ((Ensured<?>) nodes.get(1)).changed())
                    .isTrue();
            for (int i = 1; i <= 5; i++) {
                CreateVirtualMachine create =
                        new CreateVirtualMachine("web" + i, "HV1", 2, Size.gib(1), "C:\\VMs", null, null, null);
                assertOneFindsIt("web" + i, quorate, quorate, Order.ensure(Lab.ENDPOINT, create));
                String name = "web" + i;
                assertThat(quorate.vms(Lab.ENDPOINT).list().stream()
                                .filter(vm -> vm.name().equals(name)))
                        .hasSize(1);
            }
        }
    }

    @Test
    @DisplayName("the same node at once over two clients: both succeed")
    void ensureNode_byTwoClientsAtOnce() throws Exception {
        try (Lab lab = Lab.story();
                Quorate one = lab.connect().build();
                Quorate other = lab.connect().build()) {
            one.cluster(Lab.ENDPOINT).create("RACK1", "HV1");
            List<Object> nodes = atOnce(
                    () -> one.cluster(Lab.ENDPOINT).nodes().ensure("HV2"),
                    () -> other.cluster(Lab.ENDPOINT).nodes().ensure("HV2"));
            assertThat(nodes).allMatch(result -> result instanceof Ensured<?>);
            assertThat(one.cluster(Lab.ENDPOINT).nodes().list()).hasSize(2);
        }
    }

    @Test
    @DisplayName("two threads that share one disk: the second waits and finds nothing to do")
    void shareDisk_byTwoAtOnce() throws Exception {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            List<Object> results = atOnce(() -> rack.share(publication), () -> rack.share(publication));
            assertThat(results).allMatch(result -> result instanceof Ensured<?>);
            Ensured<?> first = (Ensured<?>) results.get(0);
            Ensured<?> second = (Ensured<?>) results.get(1);
            assertThat(first.changed() ^ second.changed()).isTrue();
            assertThat(((SharedDisk) first.value()).volume().id())
                    .isEqualTo(((SharedDisk) second.value()).volume().id());
            assertThat(rack.formats()).hasSize(1);
            assertThat(lab.violations()).isEmpty();
        }
    }
}
