package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.call.Ensured;
import io.quorate.call.Rehearsal;
import io.quorate.call.RehearsedStep;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.SharedVolume;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.QuorateException;
import io.quorate.error.UnsupportedException;
import io.quorate.flow.IdentityChain;
import io.quorate.flow.SharedDisk;
import io.quorate.host.DiskContent;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.host.PartitionStyle;
import io.quorate.host.PreparedDisk;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.LongForm;
import io.quorate.san.DatasetPath;
import io.quorate.san.Publication;
import io.quorate.san.SnapshotPath;
import io.quorate.storage.StorageClient;
import io.quorate.vm.VirtualMachine;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** From a published volume to a Cluster Shared Volume over real sockets. */
class ShareDiskThroughLabTest {
    /** More requests than a command takes with all its looks, so that its next attempt is let through. */
    private static final int APART = 60;

    /** Without the sweep each twelfth request is the last. */
    private static final int STRIDE = Boolean.getBoolean("quorate.sweep") ? 1 : 12;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shareDisk_thenTheChain_thenNothingIsChangedASecondTime() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);

            Ensured<SharedDisk> done = rack.share(publication);

            assertThat(done.changed()).isTrue();
            assertMounted(rack, done.value());
            String path = done.value().path().orElseThrow();
            VirtualMachine web1 = quorate.vms(Lab.ENDPOINT)
                    .create(
                            "web1",
                            spec -> spec.on("HV1").path(path).newDisk(path + "\\web1\\web1.vhdx", Size.gib(10)));
            IdentityChain chain = rack.chain();
            assertThat(chain.complete()).as(chain.print()).isTrue();
            assertThat(chain.machines().get("HV1").found().orElseThrow())
                    .singleElement()
                    .matches(disk -> disk.machine().equals(web1.id()));
            assertThat(chain.print())
                    .contains("NAA " + publication.naa())
                    .contains("GPT " + PreparedDisk.mark(publication.naa()))
                    .contains("Online on HV1 at C:\\ClusterStorage\\Volume1")
                    .contains("web1.vhdx");

            assertSecondRunChangesNothing(rack, publication, done.value());
        }
    }

    /** Which request of what changes something is cut, by the names of the host and of the cmdlet. */
    enum Cut {
        COMMAND(change -> "Command"),
        RECEIVE(change -> "Receive"),
        EITHER(change -> change.hashCode() % 2 == 0 ? "Command" : "Receive");

        private final UnaryOperator<String> action;

        Cut(UnaryOperator<String> action) {
            this.action = action;
        }

        /** Without the sweep some are cut at one and some at the other. */
        static List<Cut> cuts() {
            return Boolean.getBoolean("quorate.sweep") ? List.of(COMMAND, RECEIVE) : List.of(EITHER);
        }
    }

    @ParameterizedTest
    @MethodSource("io.quorate.lab.behaviour.ShareDiskThroughLabTest$Cut#cuts")
    @DisplayName(
            "cut after commit at every request that changes something: one volume, no failure, nothing changed after")
    void shareDisk_cutAtEveryChange(Cut at) {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            Set<String> cuts = Collections.synchronizedSet(new TreeSet<>());
            lab.faults()
                    .when("the first of every changing pipeline", r -> {
                        String pipeline = SanRack.toHost(r) ? SanRack.change(r) : null;
                        String change = r.host() + " " + pipeline;
                        return pipeline != null && r.action().equals(at.action.apply(change)) && cuts.add(change);
                    })
                    .always()
                    .resetAfter();

            Ensured<SharedDisk> done = rack.share(publication);

            assertThat(cuts)
                    .contains("HV1 New-IscsiTargetPortal", "HV2 New-IscsiTargetPortal")
                    .contains("HV1 Connect-IscsiTarget", "HV2 Connect-IscsiTarget")
                    .contains("HV1 Set-Disk", "HV1 Initialize-Disk", "HV1 New-Partition", "HV1 Format-Volume")
                    .anyMatch(cut -> cut.endsWith("Add-ClusterDisk"))
                    .anyMatch(cut -> cut.endsWith("Add-ClusterSharedVolume"));
            lab.faults().clear();
            assertThat(done.changed()).isTrue();
            assertMounted(rack, done.value());
            assertSecondRunChangesNothing(rack, publication, done.value());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("given up between the partition table and the partition: the next run goes on, whoever is named first")
    void shareDisk_givenUpHalfway_goesOn() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            lab.faults()
                    .when("every new partition", r -> "New-Partition".equals(SanRack.change(r)))
                    .always()
                    .resetBefore();
            assertThatThrownBy(() -> rack.share(publication)).isInstanceOf(QuorateException.class);
            assertThat(quorate.host(Lab.ENDPOINT, "HV1")
                            .disks()
                            .content(publication.naa())
                            .state())
                    .isEqualTo(DiskContent.State.BEGUN);
            rack.startCounting();

            SharedDisk shared = rack.share(publication, "HV2", "HV1").value();

            assertMounted(rack, shared);
            assertThat(rack.changing()).noneMatch(cmdlet -> cmdlet.endsWith("Initialize-Disk"));
        }
    }

    /** Has everything die at the n-th request after the disk was initialised. */
    private static void dieAfterInitialising(Lab lab, int n) {
        AtomicBoolean initialised = new AtomicBoolean();
        AtomicInteger since = new AtomicInteger();
        lab.faults()
                .when("all that comes after Initialize-Disk", r -> {
                    boolean dead = initialised.get() && SanRack.toHost(r) && since.getAndIncrement() >= n;
                    if ("Initialize-Disk".equals(SanRack.change(r))
                            && r.action().equals("Command")) {
                        initialised.set(true);
                    }
                    return dead;
                })
                .always()
                .resetBefore();
    }

    @LongForm
    @Test
    @DisplayName(
            "killed at every request between the table and its mark: another process goes on, nothing is wiped or asked for")
    void shareDisk_killedBetweenTableAndMark_goesOn() {
        int unmarked = 0;
        for (int n = 0; ; n += STRIDE) {
            try (Lab lab = SanRack.start();
                    Quorate killed = lab.connect().build();
                    Quorate quorate = lab.connect().build()) {
                SanRack rack = new SanRack(lab, killed);
                Publication publication = rack.publish(SanRack.VOLUME);
                dieAfterInitialising(lab, n);
                assertThatThrownBy(() -> rack.share(publication)).isInstanceOf(QuorateException.class);
                lab.faults().clear();
                HostDisks onHv1 = quorate.host(Lab.ENDPOINT, "HV1").disks();
                DiskContent left = onHv1.content(publication.naa());
                if (left.state() == DiskContent.State.BEGUN) {
                    assertThat(unmarked * STRIDE).isGreaterThan(2);
                    return;
                }
                assertThat(left.state()).isEqualTo(DiskContent.State.EMPTY);
                unmarked += left.disk().style() == PartitionStyle.GPT ? 1 : 0;
                SanRack again = new SanRack(lab, quorate, true);
                assertMounted(again, again.share(publication).value());
                assertThat(again.changing()).noneMatch(cmdlet -> cmdlet.endsWith("Clear-Disk"));
            }
        }
    }

    @LongForm
    @Test
    @DisplayName(
            "killed before the mark, and offline everywhere since: no wipe is offered, and our own initiator's look tells")
    void shareDisk_killedBeforeTheMark_offlineEverywhere() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(
                    SanRack.VOLUME, List.copyOf(quorate.iscsi(Lab.ISCSI).names()));
            lab.faults()
                    .when("the mark", r -> "Set-Disk".equals(SanRack.change(r)) && initialised(rack))
                    .always()
                    .resetBefore();
            assertThatThrownBy(() -> rack.share(publication)).isInstanceOf(QuorateException.class);
            rack.startCounting();
            HostDisks onHv1 = quorate.host(Lab.ENDPOINT, "HV1").disks();
            assertThat(onHv1.content(publication.naa()).disk().style()).isEqualTo(PartitionStyle.GPT);
            onHv1.ensureOffline(publication.naa());

            assertThatThrownBy(() -> rack.share(publication))
                    .isInstanceOf(ConflictException.class)
                    .hasMessageContaining("it cannot be told what the disk carries")
                    .hasMessageContaining("bring it online on one node")
                    .hasMessageNotContaining("wipe")
                    .hasMessageNotContaining("onsent");

            SharedDisk shared =
                    rack.share(publication, spec -> spec.iscsi(Lab.ISCSI)).value();
            assertMounted(rack, shared);
            assertThat(rack.changing()).noneMatch(cmdlet -> cmdlet.endsWith("Clear-Disk"));
        }
    }

    private static boolean initialised(SanRack rack) {
        return rack.changing().stream().anyMatch(cmdlet -> cmdlet.endsWith("Initialize-Disk"));
    }

    @LongForm
    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    @DisplayName("cut after commit at every request, one in sixty a run: one volume, no failure, nothing changed after")
    void shareDisk_cutAtEveryRequest() {
        int cutsOfAll = 0;
        for (int shift = 0; shift < APART; shift++) {
            try (Lab lab = SanRack.start();
                    Quorate quorate = lab.connect().build()) {
                SanRack rack = new SanRack(lab, quorate);
                Publication publication = rack.publish(SanRack.VOLUME);
                AtomicInteger requests = new AtomicInteger();
                int rest = shift;
                lab.faults()
                        .when("one in " + APART, r -> SanRack.toHost(r) && requests.getAndIncrement() % APART == rest)
                        .always()
                        .resetAfter();
                Ensured<SharedDisk> done = rack.share(publication);
                lab.faults().clear();
                cutsOfAll += (requests.get() - rest + APART - 1) / APART;
                assertThat(done.changed()).as("cut with shift " + shift).isTrue();
                assertMounted(rack, done.value());
                assertSecondRunChangesNothing(rack, publication, done.value());
            }
        }
        assertThat(cutsOfAll).isGreaterThan(200);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("node 2 that sees what node 1 prepared never formats it, whoever is named first")
    void preparedByNode1_isNotFormattedByNode2() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            SharedDisk shared = rack.share(publication).value();
            ClusterClient cluster = quorate.cluster(Lab.ENDPOINT);
            cluster.sharedVolumes()
                    .remove(shared.volume().name(), Consent.to(shared.volume().identity(), "a test"));
            String diskId = shared.volume().diskId();
            cluster.disks().remove(diskId, Consent.to(diskId, "a test"));
            assertThat(cluster.sharedVolumes().list()).isEmpty();
            List<String> before = List.copyOf(rack.formats());
            assertThat(before).isNotEmpty();

            HostDisks onHv2 = quorate.host(Lab.ENDPOINT, "HV2").disks();
            onHv2.rescan();
            assertThat(onHv2.prepare(publication.naa(), "NEW").changed()).isFalse();
            SharedDisk again = rack.share(publication, "HV2", "HV1").value();

            assertThat(rack.formats()).isEqualTo(before);
            assertThat(again.volume().diskId()).isEqualToIgnoringCase(diskId);
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName(
            "a clone of a shared volume carries somebody's table: refused without a consent for its id and size, wiped with it")
    void foreignTable_isRefusedWithoutConsent() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            rack.share(rack.publish(SanRack.VOLUME));
            StorageClient storage = quorate.storage(Lab.STORAGE);
            SnapshotPath snapshot = SanRack.VOLUME.at("s1");
            DatasetPath clone = DatasetPath.of("tank/vg/clone");
            storage.snapshots().create(snapshot);
            storage.snapshots().clone(snapshot, clone);
            Publication publication = rack.publish(clone);
            List<String> before = List.copyOf(rack.formats());

            assertThatThrownBy(() -> rack.share(publication))
                    .isInstanceOfSatisfying(
                            ConsentRequiredException.class,
                            e -> assertThat(e.identity())
                                    .isEqualToIgnoringCase(publication.naa() + "@"
                                            + publication.size().bytes()));
            assertThatThrownBy(() -> rack.share(
                            publication,
                            spec -> spec.wipe(Consent.to(publication.naa().hex(), "without its size"))))
                    .isInstanceOf(ConsentRequiredException.class);
            assertThat(rack.formats()).isEqualTo(before);
            assertThat(quorate.host(Lab.ENDPOINT, "HV1")
                            .disks()
                            .content(publication.naa())
                            .state())
                    .isNotIn(DiskContent.State.EMPTY, DiskContent.State.PREPARED);

            SharedDisk wiped = rack.share(
                            publication,
                            spec -> spec.wipe(Consent.to(
                                    publication.naa() + "@" + publication.size().bytes(), "a copy for tests")))
                    .value();
            assertThat(wiped.path()).isPresent();
            assertThat(quorate.cluster(Lab.ENDPOINT).sharedVolumes().list()).hasSize(2);
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void rehearsal_showsTheRoad_andSendsNothing() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            rack.startCounting();
            Rehearsal rehearsal = quorate.rehearse(q -> new SanRack(lab, q, true).share(publication));
            assertThat(rehearsal.steps())
                    .extracting(RehearsedStep::operation)
                    .containsExactly(
                            "host.portal.add", "host.session.connect", "host.portal.add", "host.session.connect");
            assertThat(rehearsal.stoppedBy().orElseThrow())
                    .isInstanceOf(UnsupportedException.class)
                    .hasMessageContaining("host.disk.list of host HV1")
                    .hasMessageContaining("depends on host.session.connect of iSCSI target " + SanRack.TARGET);
            assertThat(rehearsal.explain())
                    .contains("iSCSI\\Connect-IscsiTarget")
                    .doesNotContain(SanRack.SECRET);
            assertThat(rack.changing()).isEmpty();
        }
    }

    private static void assertMounted(SanRack rack, SharedDisk shared) {
        assertThat(shared.states()).hasSize(2).allMatch(state -> state.isDirect());
        assertThat(shared.disks())
                .hasSize(2)
                .extracting(HostDisk::naa)
                .containsOnly(shared.publication().naa());
        assertThat(shared.path()).isPresent();
        ClusterClient cluster = rack.quorate().cluster(Lab.ENDPOINT);
        assertThat(cluster.sharedVolumes().list())
                .extracting(SharedVolume::id)
                .containsExactly(shared.volume().id());
        for (String node : List.of("HV1", "HV2")) {
            assertThat(rack.quorate().host(Lab.ENDPOINT, node).initiator().sessions())
                    .singleElement()
                    .matches(session -> session.persistent() && session.connected());
        }
        assertThat(rack.formats()).hasSize(1);
        assertThat(rack.lab().violations()).isEmpty();
    }

    private static void assertSecondRunChangesNothing(SanRack rack, Publication publication, SharedDisk first) {
        LabAppliance nas = rack.lab().appliance("NAS1");
        long changing = nas.changingRequests();
        rack.startCounting();
        assertThat(rack.publish(SanRack.VOLUME)).isEqualTo(publication);
        Ensured<SharedDisk> second = rack.share(publication);
        assertThat(second.changed()).isFalse();
        assertThat(second.value().volume().id()).isEqualTo(first.volume().id());
        assertThat(rack.changing()).isEmpty();
        assertThat(nas.changingRequests()).isEqualTo(changing);
    }
}
