package io.quorate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnsupportedException;
import io.quorate.flow.FlowStep.Outcome;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.san.ChapLogin;
import io.quorate.san.LunAddress;
import io.quorate.san.LunIdentity;
import io.quorate.san.Naa;
import io.quorate.san.Reservations;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareDiskTest {
    /** Of a kind after which nobody looks whether it is so in the end: a refusal may be one because another client was faster. */
    private static final Fault DEATH = Fault.lasting(ErrorKind.ACCESS_DENIED).because("power cut");

    private static final String IDENTITY = FakeRack.NAA.hex() + "@" + FakeRack.SIZE.bytes();

    private final List<FlowStep> told = new ArrayList<>();
    private FakeRack rack = new FakeRack("HV1", "HV2");

    @Test
    void shareDisk_mountsItOnAllNodes_preparedByOne() {
        Ensured<SharedDisk> done = share(spec -> spec.label("CSV1"));
        assertThat(done.changed()).isTrue();
        assertThat(done.value().path()).contains("C:\\ClusterStorage\\Volume1");
        assertThat(done.value().disks()).extracting(HostDisk::host).containsExactly("HV1", "HV2");
        assertThat(done.value().disks()).extracting(HostDisk::guid).containsOnly(PreparedDisk.mark(FakeRack.NAA));
        assertThat(done.value().states()).hasSize(2).allMatch(state -> state.isDirect());
        assertThat(rack.writers).containsOnly("HV1");
        assertThat(rack.corrupted).isEmpty();
        assertThat(told.stream().filter(s -> s.outcome() == Outcome.CHANGED).map(s -> s.node() + " " + s.what()))
                .containsExactly(
                        "HV1 initiator service",
                        "HV1 portal",
                        "HV1 session",
                        "HV2 initiator service",
                        "HV2 portal",
                        "HV2 session",
                        "HV1 prepare",
                        "null cluster",
                        "null shared volume");
    }

    @Test
    void shareDisk_secondTime_changesNothing() {
        share(spec -> {});
        rack.changes.clear();
        told.clear();
        Ensured<SharedDisk> second = share(spec -> {});
        assertThat(second.changed()).isFalse();
        assertThat(rack.changes).isEmpty();
        assertThat(told).noneMatch(step -> step.outcome() == Outcome.CHANGED);
    }

    @Test
    @DisplayName(
            "cut or stopped after any change: one node wrote, the next run goes on, the one after that changes nothing")
    void shareDisk_interruptedAnywhere() {
        share(spec -> {});
        int changes = rack.changes.size();
        assertThat(changes).isEqualTo(12);
        for (Fault failure : List.of(DEATH, rack.failure)) {
            for (int cut = 0; cut < changes; cut++) {
                rack = new FakeRack("HV1", "HV2");
                rack.failure = failure;
                rack.failAt = cut;
                if (failure == DEATH) {
                    assertThatThrownBy(() -> share(spec -> {})).hasMessageContaining("power cut");
                    // Whoever goes on begins with the other node.
                    assertThat(share(spec -> spec.nodes("HV2", "HV1")).value().states())
                            .hasSize(2);
                } else {
                    assertThat(share(spec -> {}).changed()).isTrue();
                }
                assertThat(new TreeSet<>(rack.writers)).as("cut " + cut).hasSize(1);
                assertThat(rack.corrupted).as("cut " + cut).isEmpty();
                rack.changes.clear();
                assertThat(share(spec -> {}).changed()).isFalse();
                assertThat(rack.changes).isEmpty();
            }
        }
    }

    @Test
    @DisplayName("node 2 with a stale view of what node 1 prepared never formats it")
    void shareDisk_whatNode1Prepared_isNotTouchedByNode2() {
        share(spec -> {});
        rack.clustered = false;
        rack.shared = false;
        rack.writers.clear();
        FakeRack.Node stale = rack.nodes.get("HV2");
        stale.seenGuid = null;
        stale.seenStyle = PartitionStyle.RAW;
        stale.offline = false;
        share(spec -> spec.nodes("HV2", "HV1"));
        assertThat(rack.writers).isEmpty();
        assertThat(rack.shared).isTrue();
    }

    @Test
    @DisplayName("preparing alone looks anew, too: what Windows remembers as empty has been filled by another host")
    void prepare_onAHostWithAStaleView_writesNothing() {
        share(spec -> {});
        rack.clustered = false;
        rack.shared = false;
        rack.writers.clear();
        FakeRack.Node stale = rack.nodes.get("HV2");
        stale.seenGuid = null;
        stale.seenStyle = PartitionStyle.RAW;
        stale.offline = false;
        try (Quorate quorate = rack.connect()) {
            assertThat(quorate.host("lab", "HV2")
                            .disks()
                            .prepare(FakeRack.NAA, "NEW")
                            .changed())
                    .isFalse();
            rack.foreign();
            stale.seenGuid = null;
            stale.seenStyle = PartitionStyle.RAW;
            assertThatThrownBy(() -> quorate.host("lab", "HV2").disks().prepare(FakeRack.NAA, "NEW"))
                    .isInstanceOf(ConflictException.class);
        }
        assertThat(rack.writers).isEmpty();
    }

    @Test
    void shareDisk_foreignDisk_isRefusedWithoutAConsentForIt() {
        rack.foreign();
        assertThatThrownBy(() -> share(spec -> {}))
                .isInstanceOfSatisfying(
                        ConsentRequiredException.class,
                        e -> assertThat(e.identity()).isEqualTo(IDENTITY))
                .hasMessageContaining("HV1 says: it looks FOREIGN")
                .hasMessageContaining("Consent.to(\"" + IDENTITY + "\", reason)");
        assertThatThrownBy(() -> share(spec -> spec.wipe(Consent.to(FakeRack.NAA.hex(), "no size"))))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(rack.writers).isEmpty();
        assertThat(rack.nodes.values()).allMatch(node -> node.offline);
    }

    @Test
    @DisplayName("a clone has the GUID of the shared volume it was made of, and is foreign nevertheless")
    void shareDisk_cloneOfASharedVolume_isNotTakenForIt() {
        rack.foreign();
        rack.otherVolume = rack.guid;
        assertThatThrownBy(() -> share(spec -> {})).isInstanceOf(ConsentRequiredException.class);
        assertThat(rack.writers).isEmpty();
    }

    @Test
    void shareDisk_foreignDisk_withConsent_isWipedAndPreparedByOneNode() {
        rack.foreign();
        Ensured<SharedDisk> done = share(spec -> spec.wipe(Consent.to(IDENTITY, "an old disk")));
        assertThat(done.changed()).isTrue();
        assertThat(new TreeSet<>(rack.writers)).containsExactly("HV1");
        assertThat(rack.corrupted).isEmpty();
        assertThat(rack.guid).isEqualTo(PreparedDisk.mark(FakeRack.NAA));
    }

    @Test
    void shareDisk_reservedBySomebody_isRefused() {
        rack.reservations = new Reservations(3, List.of(0x77L), 0x77L, 5);
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("keys 0x77, held by 0x77");
        assertThat(rack.writers).isEmpty();
        rack.reservations = new Reservations(3, List.of(), null, null);
        share(spec -> spec.iscsi("lab"));
        rack.reservations = new Reservations(9, List.of(0x1L, 0x2L), 0x1L, 5);
        assertThat(share(spec -> spec.iscsi("lab")).changed())
                .as("the cluster's own reservations are none of a stranger")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 512, (1 << 20) - 1, (64L << 30) - (1 << 20), (64L << 30) - 1})
    @DisplayName(
            "Windows sees no partition table on a disk of LVM or LUKS: its first and last MiB tell that it is foreign")
    void shareDisk_dataWithoutATable_isRefusedWithoutAConsentForIt(long offset) {
        rack.bytes.put(offset, (byte) 'L');
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab")))
                .isInstanceOfSatisfying(
                        ConsentRequiredException.class,
                        e -> assertThat(e.identity()).isEqualTo(IDENTITY))
                .hasMessageContaining("data without a partition table")
                .hasMessageContaining("Consent.to(\"" + IDENTITY + "\", reason)");
        assertThatThrownBy(() ->
                        share(spec -> spec.iscsi("lab").wipe(Consent.to(FakeRack.NAA.hex(), "without the size"))))
                .isInstanceOf(ConsentRequiredException.class);
        assertThat(rack.writers).isEmpty();
        assertThat(rack.nodes.values()).allMatch(node -> node.offline);

        assertThat(share(spec -> spec.iscsi("lab").wipe(Consent.to(IDENTITY, "an old disk")))
                        .changed())
                .isTrue();
        assertThat(told).anyMatch(step -> step.detail().contains("given up because an old disk"));
        assertThat(new TreeSet<>(rack.writers)).containsExactly("HV1");
    }

    @Test
    void shareDisk_whatCannotBeRead_isNotPrepared_evenWithConsent() {
        rack.bytes = null;
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab").wipe(Consent.to(IDENTITY, "an old disk"))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("cannot be read");
        rack.bytes = new TreeMap<>();
        rack.missing = 1;
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab").wipe(Consent.to(IDENTITY, "an old disk"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("could not be read whole");
        assertThat(rack.writers).isEmpty();
        rack.missing = 0;
        assertThat(share(spec -> spec.iscsi("lab")).changed()).isTrue();
        assertThat(told).anyMatch(step -> step.detail().equals("its first and last MiB are zero"));
    }

    @Test
    @DisplayName("another logical unit that answers over iSCSI says nothing of this one")
    void shareDisk_anotherUnitAtTheEndpoint_isRefused() {
        rack.answering = Naa.of("600144f0000000000000000000000002");
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the logical unit is " + rack.answering);
        rack.answering = null;
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab"))).isInstanceOf(ConflictException.class);
        rack.answering = FakeRack.NAA;
        rack.capacity = Size.gib(65);
        assertThatThrownBy(() -> share(spec -> spec.iscsi("lab"))).isInstanceOf(ConflictException.class);
        assertThat(rack.writers).isEmpty();
    }

    @Test
    void shareDisk_withoutAnEndpointOfOurOwn_saysWhatIsNotSeen() {
        share(spec -> {});
        assertThat(told).anyMatch(step -> step.what().equals("content") && step.outcome() == Outcome.SKIPPED);
    }

    @ParameterizedTest
    @CsvSource({"1,512", "3,512", "2048,512", "2049,512", "4095,512", "4096,512", "4097,512", "1,4096", "300,4096"})
    @DisplayName("of a small disk every byte is looked at, of a larger one both ends")
    void edges(int blocks, int blockSize) {
        rack.blockSize = blockSize;
        rack.capacity = Size.bytes((long) blocks * blockSize);
        try (Quorate quorate = rack.connect()) {
            LunIdentity unit = rack.unit(new LunAddress(FakeRack.TARGET, 0));
            assertThat(Edges.read(quorate.iscsi("lab"), unit)).isEqualTo(Edges.ZERO);
            long size = rack.capacity.bytes();
            for (long offset : new long[] {0, size / 2, Math.max(0, size - (1 << 20)), size - 1}) {
                rack.bytes = new TreeMap<>(Map.of(offset, (byte) 1));
                boolean seen = offset < 1 << 20 || offset >= size - (1 << 20);
                assertThat(Edges.read(quorate.iscsi("lab"), unit))
                        .as("offset " + offset)
                        .isEqualTo(seen ? Edges.WRITTEN : Edges.ZERO);
            }
        }
    }

    @Test
    void shareDisk_nodesThatSeeDifferentDisks_areRefused() {
        rack.nodes.get("HV2").uniqueId = "600144F0000000000000000000000002";
        assertThatThrownBy(() -> share(spec -> {}))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the nodes see different disks: HV1 sees 6");
        rack.nodes.get("HV2").uniqueId = FakeRack.NAA.hex();
        rack.nodes.get("HV2").size = Size.gib(65);
        assertThatThrownBy(() -> share(spec -> {}))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("but HV2 sees " + Size.gib(65).bytes());
        assertThat(rack.writers).isEmpty();
    }

    @Test
    void shareDisk_nodesMustBeTheClusters() {
        rack.members = List.of("HV1", "HV2", "HV3");
        assertThatThrownBy(() -> share(spec -> spec.nodes("HV1", "HV2")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("HV3 is a node of the cluster and was not named");
        rack.members = List.of("HV1");
        assertThatThrownBy(() -> share(spec -> spec.nodes("HV1", "HV2")))
                .hasMessageContaining("HV2 is no node of the cluster");
        assertThat(rack.changes).isEmpty();
    }

    @Test
    void shareDisk_initiatorThatIsNotLetIn_isNamed() {
        FakeRack bigger = new FakeRack("HV1", "HV2", "HV3");
        assertThatThrownBy(() -> bigger.connect()
                        .flows()
                        .shareDisk(spec -> spec.publication(rack.publication()).cluster("lab")))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the initiator of HV3 is " + FakeRack.iqn("HV3"));
        assertThat(bigger.writers).isEmpty();
    }

    @Test
    void shareDisk_thatTakesTooLong_saysWhatIsNext() {
        rack.runtime.onSleep = () -> {};
        assertThatThrownBy(() -> share(spec -> spec.atMost(Duration.ofSeconds(30))
                        .progress(step -> rack.runtime.pass(Duration.ofSeconds(20)))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("next would be going on after the sessions of HV1")
                .hasMessageContaining("run it again");
    }

    @Test
    void shareDisk_listenerThatThrows_doesNotStopIt() {
        assertThat(share(spec -> spec.progress(step -> {
                            throw new IllegalStateException("broken");
                        }))
                        .changed())
                .isTrue();
    }

    @Test
    void spec_whatContradictsItself_isRefusedAtOnce() {
        assertThatThrownBy(() -> rack.connect().flows().shareDisk(spec -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("say which publication");
        assertThatThrownBy(() -> share(spec -> spec.nodes("HV1", "hv1"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> share(spec -> spec.mutualChap(Secret.of("Canary-secret-2"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(rack.changes).isEmpty();
    }

    @Test
    @DisplayName("a rehearsal on bare nodes shows every step up to what only a log-in would show, and sends none")
    void rehearsal_onBareNodes() {
        Rehearsal rehearsal = rehearse(spec -> spec.chap(new ChapLogin("rack", Secret.of("Canary-secret-1"))));
        assertThat(rehearsal.steps())
                .extracting(RehearsedStep::operation)
                .containsExactly(
                        "host.initiator.run",
                        "host.portal.add",
                        "host.session.connect",
                        "host.initiator.run",
                        "host.portal.add",
                        "host.session.connect");
        assertThat(rehearsal.stoppedBy().orElseThrow())
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("host.disk.list of host HV1")
                .hasMessageContaining("depends on host.session.connect of iSCSI target " + FakeRack.TARGET
                        + " at 10.0.0.5:3260 on HV1, which was not sent");
        assertThat(rehearsal.explain()).doesNotContain("Canary-secret-1");
        assertThat(rack.changes).isEmpty();
        assertThat(rack.runtime.sleeps).isEmpty();
    }

    @Test
    @DisplayName("one node is ready and one is not: the rehearsal shows what the other lacks")
    void rehearsal_looksAtEachNodeItself() {
        ready(rack.nodes.get("HV2"));
        assertThat(rehearse(spec -> {}).steps())
                .extracting(step -> step.host() + " " + step.operation())
                .containsExactly("HV1 host.initiator.run", "HV1 host.portal.add", "HV1 host.session.connect");
        rack.nodes.get("HV1").running = true;
        assertThat(rehearse(spec -> {}).steps())
                .extracting(step -> step.host() + " " + step.operation())
                .containsExactly("HV1 host.portal.add", "HV1 host.session.connect");
    }

    @Test
    @DisplayName("a disk that would show only after a rescan is not waited for")
    void rehearsal_waitsForNothingThatWasNotSent() {
        rack.nodes.values().forEach(ShareDiskTest::ready);
        rack.nodes.get("HV2").listed = false;
        Rehearsal rehearsal = rehearse(spec -> {});
        assertThat(rehearsal.stoppedBy().orElseThrow())
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("wait of disk " + FakeRack.NAA + " shows on HV2")
                .hasMessageContaining("depends on host.disk.rescan of host HV2, which was not sent");
        assertThat(rack.runtime.sleeps).isEmpty();
    }

    @Test
    void rehearsal_withTheDiskThere_showsHowItIsPrepared() {
        rack.nodes.values().forEach(ShareDiskTest::ready);
        Rehearsal rehearsal = rehearse(spec -> {});
        assertThat(rehearsal.steps())
                .extracting(RehearsedStep::operation)
                .contains("host.disk.online", "host.disk.initialize", "host.disk.partition", "host.disk.format")
                .endsWith("cluster.disk.add", "cluster.volume.add");
        assertThat(rehearsal.stoppedBy().orElseThrow())
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining("cluster.volume.states")
                .hasMessageContaining("depends on cluster.volume.add of disk " + PreparedDisk.mark(FakeRack.NAA));
        assertThat(rack.changes).isEmpty();
        assertThat(rack.runtime.sleeps).isEmpty();
        Set<String> hosts = new TreeSet<>();
        rehearse(spec -> {}).steps().stream()
                .filter(step -> step.operation().equals("host.disk.format"))
                .forEach(step -> hosts.add(step.host()));
        assertThat(hosts).containsExactly("HV1");
    }

    @Test
    @DisplayName("the orders of a rehearsal are those of the real run")
    void rehearsal_withTheDiskThere_ordersWhatTheRealRunOrders() {
        rack.nodes.values().forEach(ShareDiskTest::ready);
        List<String> rehearsed = rehearse(spec -> {}).steps().stream()
                .filter(step -> !step.operation().equals("host.disk.rescan"))
                .map(step -> step.operation() + " " + step.order().command())
                .toList();
        share(spec -> {});
        assertThat(rehearsed).isEqualTo(rack.sent);
    }

    @Test
    void rehearsal_ofAForeignDisk_withConsent_showsThatItIsWiped() {
        rack.foreign();
        rack.nodes.values().forEach(node -> {
            ready(node);
            node.seenGuid = rack.guid;
            node.seenStyle = rack.style;
        });
        Rehearsal rehearsal = rehearse(spec -> spec.wipe(Consent.to(IDENTITY, "an old disk")));
        assertThat(rehearsal.steps())
                .extracting(RehearsedStep::operation)
                .containsSubsequence("host.disk.online", "host.disk.wipe", "host.disk.initialize", "host.disk.format")
                .endsWith("cluster.disk.add", "cluster.volume.add");
        assertThat(rack.changes).isEmpty();
    }

    @Test
    void rehearsal_ofWhatIsShared_runsToItsEnd_andChangesNothing() {
        share(spec -> {});
        Rehearsal rehearsal = rehearse(spec -> {});
        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.steps()).isEmpty();
    }

    private static void ready(FakeRack.Node node) {
        node.running = true;
        node.portal = true;
        node.session = true;
        node.listed = true;
    }

    private Ensured<SharedDisk> share(Consumer<ShareDiskSpec> more) {
        try (Quorate quorate = rack.connect()) {
            return quorate.flows().shareDisk(spec -> more.accept(basic(spec)));
        }
    }

    private Rehearsal rehearse(Consumer<ShareDiskSpec> more) {
        try (Quorate quorate = rack.connect()) {
            return quorate.rehearse(q -> q.flows().shareDisk(spec -> more.accept(basic(spec))));
        }
    }

    private ShareDiskSpec basic(ShareDiskSpec spec) {
        return spec.publication(rack.publication()).cluster("lab").progress(told::add);
    }
}
