package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.flow.SharedDisk;
import io.quorate.host.ConnectSpec;
import io.quorate.host.HostDisk;
import io.quorate.host.InitiatorSession;
import io.quorate.lab.Lab;
import io.quorate.lab.LabAppliance;
import io.quorate.lab.LongForm;
import io.quorate.san.Publication;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What passes by itself is waited for, and nobody is told to mend it; and a disk is told as the node has it that is asked. */
class PassingStatesThroughLabTest {

    /** Cuts the target's service long enough for every session to break. */
    private static void outage(Lab lab) {
        LabAppliance nas = lab.appliance("NAS1");
        nas.targetService(false);
        lab.advance(Duration.ofSeconds(1));
        nas.targetService(true);
    }

    private static List<InitiatorSession> sessions(Quorate quorate, String node) {
        return quorate.host(Lab.ENDPOINT, node).initiator().sessions();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName(
            "after a short outage of the target the sessions come back by themselves: sharing waits for them and changes nothing")
    void shareDisk_afterAnOutage_waitsForTheSessions() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            SharedDisk shared = rack.share(publication).value();

            outage(lab);
            assertThat(sessions(quorate, "HV1")).singleElement().matches(session -> !session.connected());
            assertThatThrownBy(() -> quorate.host(Lab.ENDPOINT, "HV1")
                            .initiator()
                            .ensureConnected(ConnectSpec.of(
                                            SanRack.TARGET,
                                            publication.portals().get(0))
                                    .withChap(SanRack.CHAP)))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("Windows tries again by itself")
                    .hasMessageNotContaining("MPIO");
            assertThat(rack.share(publication).value().volume().id())
                    .isEqualTo(shared.volume().id());
            for (String node : List.of("HV1", "HV2")) {
                assertThat(sessions(quorate, node)).singleElement().matches(InitiatorSession::connected);
            }
        }
    }

    @LongForm
    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("an outage while nothing is prepared yet: the disk is prepared once its sessions are back")
    void shareDisk_ofAFreshDisk_afterAnOutage_goesOn() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            for (String node : List.of("HV1", "HV2")) {
                quorate.host(Lab.ENDPOINT, node)
                        .initiator()
                        .ensurePortal(publication.portals().get(0));
                quorate.host(Lab.ENDPOINT, node)
                        .initiator()
                        .ensureConnected(ConnectSpec.of(
                                        SanRack.TARGET, publication.portals().get(0))
                                .withChap(SanRack.CHAP));
            }
            outage(lab);
            assertThat(rack.share(publication).value().states()).hasSize(2);
            assertThat(rack.formats()).hasSize(1);
            assertThat(lab.violations()).isEmpty();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("an outage that lasts: sharing says what it waits for, within its time")
    void shareDisk_whileTheOutageLasts_saysWhatItWaitsFor() {
        try (Lab lab = SanRack.start();
                Quorate quorate = lab.connect().build()) {
            SanRack rack = new SanRack(lab, quorate);
            Publication publication = rack.publish(SanRack.VOLUME);
            rack.share(publication);
            lab.appliance("NAS1").targetService(false);
            lab.advance(Duration.ofSeconds(1));
            assertThatThrownBy(() -> rack.share(publication, spec -> spec.atMost(Duration.ofMinutes(2))))
                    .isInstanceOf(DeadlineExceededException.class)
                    .hasMessageContaining("is connected again")
                    .hasMessageNotContaining("MPIO");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @DisplayName("nodes that list each other's disks: each is told its own number, and whether it has the disk online")
    void disks_listedAsOtherNodesHaveThem_areToldAsThisOneHasThem() {
        try (Lab lab = Lab.sanStoryBuilder().diskCopies().start()) {
            lab.appliance("NAS1").createVolume(SanRack.VOLUME.value(), Size.gib(64));
            try (Quorate quorate = lab.connect().build()) {
                SanRack rack = new SanRack(lab, quorate);
                Publication publication = rack.publish(SanRack.VOLUME);
                SharedDisk shared = rack.share(publication).value();
                Map<String, Long> numbers = new HashMap<>();
                for (String node : List.of("HV1", "HV2")) {
                    HostDisk disk = quorate.host(Lab.ENDPOINT, node)
                            .disks()
                            .find(publication.naa())
                            .orElseThrow();
                    numbers.put(node, disk.number());
                    assertThat(disk.offline())
                            .as(node)
                            .isEqualTo(!shared.volume().owner().equals(node));
                    assertThat(disk.clustered()).isTrue();
                    assertThat(disk.guid()).isEqualTo(shared.disks().get(0).guid());
                }
                assertThat(numbers.get("HV1")).isNotEqualTo(numbers.get("HV2")).isNotNegative();
                assertThat(rack.share(publication).changed()).isFalse();
                assertThat(lab.violations()).isEmpty();
            }
        }
    }
}
