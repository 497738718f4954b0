package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.call.Task;
import io.quorate.call.TaskState;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.NotFoundException;
import io.quorate.error.QuorateException;
import io.quorate.error.RejectedException;
import io.quorate.replica.CopySource;
import io.quorate.replica.ExtendedReplication;
import io.quorate.replica.FailoverAddress;
import io.quorate.replica.FailoverAddress6;
import io.quorate.replica.ReplicaAuthorization;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.ReplicationState;
import io.quorate.replica.VmReplication;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** First copies by other ways than the network now, a third server, and what adapters have after a failover. */
class ReplicaCopiesThroughLabTest {
    private static final String ONE = ReplicaPair.ONE;
    private static final String TWO = ReplicaPair.TWO;
    private static final String THREE = "HV3";
    private static final String MEDIUM = "E:\\Copy";
    private static final ReplicationSettings ONWARDS =
            ReplicationSettings.to(ReplicaPartner.kerberos("HV3.lab.example"));

    private final ReplicaPair pair = new ReplicaPair(lab -> lab.host(THREE));

    @AfterEach
    void closeLab() {
        pair.close();
    }

    private ReplicationState state(String host) {
        return pair.replicas.get(host, pair.id).state();
    }

    @Test
    void scheduled_beginsByItself_atItsTime() {
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);
        Instant now = pair.lab.now();
        for (Duration wrong : List.of(Duration.ofSeconds(-5), Duration.ofDays(8))) {
            pair.onlyChanges(
                    0,
                    () -> assertThatThrownBy(() ->
                                    pair.replicas.startInitialCopy(ONE, pair.id, CopySource.scheduled(now.plus(wrong))))
                            .isInstanceOf(RejectedException.class)
                            .hasMessageContaining("seven days"));
        }
        CopySource tonight = CopySource.scheduled(now.plus(Duration.ofHours(8)));

        assertThat(pair.replicas.startInitialCopy(ONE, pair.id, tonight).copyAt())
                .isEqualTo(tonight.at());
        pair.onlyChanges(0, () -> pair.replicas.startInitialCopy(ONE, pair.id, tonight));
        pair.lab.advance(Duration.ofHours(7));
        assertThat(state(ONE)).isEqualTo(ReplicationState.READY_FOR_INITIAL_REPLICATION);
        pair.lab.advance(Duration.ofHours(2));
        assertThat(state(ONE)).isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    void byMedium_isWrittenHereAndTakenInThere() {
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);
        assertThatThrownBy(() -> pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM))
                .isInstanceOf(QuorateException.class);

        pair.replicas.startInitialCopy(ONE, pair.id, CopySource.medium(MEDIUM));
        pair.onlyChanges(0, () -> pair.replicas.startInitialCopy(ONE, pair.id, CopySource.medium(MEDIUM)));
        assertThat(state(TWO)).isEqualTo(ReplicationState.WAITING_FOR_INITIAL_REPLICATION);
        pair.lab.advance(Duration.ofHours(1));
        assertThat(pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM).state())
                .isEqualTo(ReplicationState.REPLICATING);

        pair.onlyChanges(0, () -> pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM));
        assertThat(state(ONE)).isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    @DisplayName(
            "a copy by medium is a task: it tells what is written, waits to be taken in, and is found by its token")
    void byMedium_isATask() {
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);
        Task<VmReplication> copy = pair.replicas.beginInitialCopy(ONE, pair.id, CopySource.medium(MEDIUM));
        pair.lab.advance(Duration.ofSeconds(50));
        assertThat(copy.progress().percent()).isBetween(20, 80);
        assertThatThrownBy(() -> pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM))
                .as("half a medium")
                .isInstanceOf(QuorateException.class);

        pair.lab.advance(Duration.ofMinutes(10));
        Task<VmReplication> again = pair.replicas.initialCopy(copy.token());
        assertThat(again.state()).isInstanceOf(TaskState.Running.class);
        assertThat(again.progress().percent()).isEqualTo(100);
        assertThat(again.progress().message()).contains("written to " + MEDIUM, "taken in at HV2");
        pair.onlyChanges(0, () -> pair.replicas.beginInitialCopy(ONE, pair.id, CopySource.medium(MEDIUM)));
        pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM);
        assertThat(again.await(ReplicaPair.LONG).state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(pair.replicas.initialCopy(copy.token()).state()).isInstanceOf(TaskState.Done.class);
    }

    @Test
    @DisplayName("cancelled, it leaves the replication enabled, and what was written is not taken in any more")
    void byMedium_cancelled_isBegunAnew() {
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);
        Task<VmReplication> copy = pair.replicas.beginInitialCopy(ONE, pair.id, CopySource.medium(MEDIUM));
        pair.lab.advance(Duration.ofMinutes(10));

        pair.replicas.initialCopy(copy.token()).cancel();

        assertThat(state(ONE)).isEqualTo(ReplicationState.READY_FOR_INITIAL_REPLICATION);
        assertThat(copy.state()).isInstanceOf(TaskState.Failed.class);
        pair.replicas.beginInitialCopy(ONE, pair.id, CopySource.medium("F:\\Copy"));
        pair.lab.advance(Duration.ofMinutes(10));
        assertThatThrownBy(() -> pair.replicas.importInitialCopy(TWO, pair.id, MEDIUM))
                .isInstanceOf(QuorateException.class);
        assertThat(pair.replicas.importInitialCopy(TWO, pair.id, "F:\\Copy").state())
                .isEqualTo(ReplicationState.REPLICATING);
    }

    @Test
    @DisplayName("a machine restored from a backup waits as a replica, and only what differs is sent")
    void byBackup_sendsWhatDiffers() {
        pair.inside().copies().restore(pair.id.toString(), TWO, ReplicaPair.FOLDER);
        assertThat(pair.replicas.receiveAsReplica(TWO, pair.id).mode()).isEqualTo(ReplicationMode.REPLICA);
        pair.onlyChanges(0, () -> pair.replicas.receiveAsReplica(TWO, pair.id));
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);

        Task<VmReplication> copy = pair.replicas.beginInitialCopy(ONE, pair.id, CopySource.backup());
        assertThatThrownBy(() -> pair.replicas.beginInitialCopy(
                        ONE, pair.id, CopySource.scheduled(pair.lab.now().plus(Duration.ofHours(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(pair.replicas
                        .initialCopy(copy.token())
                        .await(Duration.ofSeconds(10))
                        .state())
                .isEqualTo(ReplicationState.REPLICATING);

        assertThat(state(ONE)).isEqualTo(ReplicationState.REPLICATING);
        assertThat(pair.vms.list(TWO)).hasSize(1);
    }

    @Test
    @DisplayName("a replica is replicated to a third server, never every 30 s and never more often than it receives")
    void extended_replicatesToAThirdServer() {
        pair.replicas.ensureServer(THREE, ReplicaServerSettings.kerberos());
        pair.replicas.ensureAuthorization(
                THREE, new ReplicaAuthorization("HV2.lab.example", ReplicaPair.FOLDER, "rack"));
        pair.replicating(ReplicaPair.SETTINGS.every(ReplicationFrequency.MINUTES_15));
        pair.onlyChanges(0, () -> {
            assertThatThrownBy(() ->
                            pair.replicas.ensureExtended(TWO, pair.id, ONWARDS.every(ReplicationFrequency.SECONDS_30)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("30 seconds");
            assertThatThrownBy(() -> pair.replicas.ensureExtended(TWO, pair.id, ONWARDS))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("every 15 min itself");
            assertThatThrownBy(() ->
                            pair.replicas.ensureExtended(ONE, pair.id, ONWARDS.every(ReplicationFrequency.MINUTES_15)))
                    .isInstanceOf(RejectedException.class);
        });
        pair.replicas.ensureEnabled(ONE, pair.id, ReplicaPair.SETTINGS);

        pair.onlyChanges(1, () -> pair.replicas.ensureExtended(TWO, pair.id, ONWARDS));

        pair.onlyChanges(0, () -> pair.replicas.ensureExtended(TWO, pair.id, ONWARDS));
        assertThatThrownBy(() ->
                        pair.replicas.ensureExtended(TWO, pair.id, ONWARDS.every(ReplicationFrequency.MINUTES_15)))
                .isInstanceOf(ConflictException.class);
        pair.onlyChanges(1, () -> pair.replicas.startExtendedCopy(TWO, pair.id));
        pair.onlyChanges(0, () -> pair.replicas.startExtendedCopy(TWO, pair.id));
        pair.lab.advance(Duration.ofMinutes(20));
        ExtendedReplication extended =
                Objects.requireNonNull(pair.replicas.get(TWO, pair.id).extended());
        assertThat(extended.state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(extended.replica()).isEqualTo("HV3.lab.example");
        assertThat(pair.replicas.get(TWO, pair.id).mode()).isEqualTo(ReplicationMode.REPLICA);
        assertThat(pair.replicas.get(THREE, pair.id).mode()).isEqualTo(ReplicationMode.EXTENDED_REPLICA);
        assertThat(pair.replicas.get(THREE, pair.id).lag().orElseThrow()).isLessThan(Duration.ofMinutes(6));
        assertThatThrownBy(() -> pair.replicas.start(THREE, pair.id)).isInstanceOf(RejectedException.class);

        Consent consent = Consent.to(pair.id.toString(), "a test");
        assertThatThrownBy(() -> pair.replicas.remove(TWO, pair.id, consent))
                .as("of two replications")
                .isInstanceOf(RejectedException.class);
        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.replicas.removeExtension(TWO, pair.id, null))
                        .isInstanceOf(ConsentRequiredException.class));
        pair.onlyChanges(
                1,
                () -> assertThat(pair.replicas
                                .removeExtension(TWO, pair.id, consent)
                                .extended())
                        .isNull());
        pair.onlyChanges(
                1,
                () -> assertThat(pair.replicas
                                .removeExtension(THREE, pair.id, consent)
                                .mode())
                        .isEqualTo(ReplicationMode.NONE));
        pair.onlyChanges(0, () -> {
            pair.replicas.removeExtension(TWO, pair.id, consent);
            pair.replicas.removeExtension(THREE, pair.id, consent);
        });
        pair.lab.advance(Duration.ofMinutes(6));
        assertThat(pair.replicas.get(TWO, pair.id).state()).isEqualTo(ReplicationState.REPLICATING);
        assertThat(pair.replicas.get(TWO, pair.id).lag().orElseThrow()).isLessThan(Duration.ofMinutes(6));
        assertThat(pair.vms.list(THREE)).as("its machine stays").hasSize(1);
    }

    @Test
    void failoverAddress_isSetReadAndCleared() {
        pair.replicating();
        assertThat(pair.replicas.failoverAddresses(TWO, pair.id))
                .containsExactly(FailoverAddress.none("Network Adapter"));
        FailoverAddress wanted = FailoverAddress.of("Network Adapter", "192.0.2.7", "255.255.255.0")
                .by("192.0.2.1")
                .asking("192.0.2.2", "");

        pair.onlyChanges(1, () -> pair.replicas.setFailoverAddress(TWO, pair.id, wanted));

        assertThat(pair.replicas.failoverAddresses(TWO, pair.id)).containsExactly(wanted);
        assertThat(pair.replicas.failoverAddresses(ONE, pair.id))
                .containsExactly(FailoverAddress.none("Network Adapter"));
        pair.onlyChanges(0, () -> pair.replicas.setFailoverAddress(TWO, pair.id, wanted));
        assertThatThrownBy(() -> pair.replicas.setFailoverAddress(
                        TWO, pair.id, FailoverAddress.of("LAN", "192.0.2.7", "255.255.255.0")))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("Network Adapter");
        FailoverAddress both = wanted.and(
                FailoverAddress6.of("2001:DB8:0:0::7", 64).by("2001:db8::1").asking("2001:db8::2", ""));
        pair.onlyChanges(1, () -> pair.replicas.setFailoverAddress(TWO, pair.id, both));
        assertThat(pair.replicas.failoverAddresses(TWO, pair.id)).containsExactly(both);
        pair.onlyChanges(
                0,
                () -> pair.replicas.setFailoverAddress(
                        TWO,
                        pair.id,
                        wanted.and(FailoverAddress6.of("2001:db8::7", 64)
                                .by("2001:DB8::1")
                                .asking("2001:db8:0::2", ""))));
        pair.onlyChanges(1, () -> pair.replicas.setFailoverAddress(TWO, pair.id, wanted));
        assertThat(pair.replicas.failoverAddresses(TWO, pair.id)).containsExactly(wanted);
        pair.replicas.setFailoverAddress(TWO, pair.id, both);
        pair.onlyChanges(
                1, () -> pair.replicas.setFailoverAddress(TWO, pair.id, FailoverAddress.none("Network Adapter")));
        assertThat(pair.replicas.failoverAddresses(TWO, pair.id))
                .containsExactly(FailoverAddress.none("Network Adapter"));
    }
}
