package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.error.BusyException;
import io.quorate.error.ConflictException;
import io.quorate.error.RejectedException;
import io.quorate.lab.http.LabAuthority;
import io.quorate.replica.AutoResynchronize;
import io.quorate.replica.ReplicaPartner;
import io.quorate.replica.ReplicaServerSettings;
import io.quorate.replica.ReplicationFrequency;
import io.quorate.replica.ReplicationMode;
import io.quorate.replica.ReplicationSettings;
import io.quorate.replica.VmReplication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How a machine is replicated is compared whole, changed where it can be, and told where it cannot. */
class ReplicaSettingsThroughLabTest {
    private final ReplicaPair pair = new ReplicaPair();

    @AfterEach
    void closeLab() {
        pair.close();
    }

    private void becomes(ReplicationSettings wanted) {
        pair.onlyChanges(1, () -> pair.replicas.ensureEnabled(ReplicaPair.ONE, pair.id, wanted));
        VmReplication seen = pair.replicas.get(ReplicaPair.ONE, pair.id);
        assertThat(seen.settings()).isEqualTo(wanted);
        pair.onlyChanges(0, () -> pair.replicas.ensureEnabled(ReplicaPair.ONE, pair.id, wanted));
    }

    @Test
    @DisplayName("each setting of a replication that is there is changed by one request, and the same again by none")
    void ensureEnabled_whenASettingDiffers_changesThatAlone() {
        pair.replicating();
        pair.replicas.ensureServer(ReplicaPair.TWO, new ReplicaServerSettings(80, 443, "00FF", null));
        ReplicationSettings settings = ReplicaPair.SETTINGS;

        becomes(settings = settings.every(ReplicationFrequency.SECONDS_30));
        becomes(settings = settings.every(ReplicationFrequency.MINUTES_15));
        becomes(settings = settings.keeping(24));
        becomes(settings = settings.consistentEvery(12));
        becomes(settings = settings.consistentEvery(0));
        becomes(settings = settings.compressed(false));
        becomes(settings = settings.resynchronizing(AutoResynchronize.atNight()));
        becomes(settings = settings.resynchronizing(AutoResynchronize.always()));
        becomes(settings = settings.resynchronizing(null));
        ReplicationSettings unknown = settings.with(ReplicaPartner.certificate("HV2.lab.example", "00AA"));
        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.replicas.ensureEnabled(ReplicaPair.ONE, pair.id, unknown))
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("has no certificate 00AA"));
        LabAuthority authority = new LabAuthority("Example CA");
        String first = ReplicaCertificates.shown(pair.lab, ReplicaPair.ONE, authority, "HV1.lab.example");
        String second = ReplicaCertificates.shown(pair.lab, ReplicaPair.ONE, authority, "HV1.lab.example");
        becomes(settings = settings.with(ReplicaPartner.certificate("HV2.lab.example", first)));
        becomes(settings.with(ReplicaPartner.certificate("HV2.lab.example", second))
                .keeping(3)
                .consistentEvery(1));
        assertThat(pair.replicas.get(ReplicaPair.TWO, pair.id).recoveryPoints()).isEqualTo(3);
    }

    @Test
    @DisplayName("a disk that was left out comes back; one that is replicated is not left out, and nothing is sent")
    void ensureEnabled_whenDisksDiffer_addsThemAndTellsWhatCannotBe() {
        String disk = pair.disk();
        pair.replicas.ensureEnabled(ReplicaPair.ONE, pair.id, ReplicaPair.SETTINGS.without(List.of(disk)));
        pair.onlyChanges(
                0,
                () -> pair.replicas.ensureEnabled(
                        ReplicaPair.ONE, pair.id, ReplicaPair.SETTINGS.without(List.of(disk.toUpperCase()))));

        becomes(ReplicaPair.SETTINGS);
        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.replicas.ensureEnabled(
                                ReplicaPair.ONE,
                                pair.id,
                                ReplicaPair.SETTINGS.keeping(2).without(List.of(disk))))
                        .isInstanceOf(ConflictException.class)
                        .hasMessageContaining(disk)
                        .hasMessageContaining("recovery points"));
    }

    @Test
    void ensureEnabled_toAnotherServer_isAConflictThatTellsAllThatDiffers() {
        pair.replicating();

        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.replicas.ensureEnabled(
                                ReplicaPair.ONE,
                                pair.id,
                                ReplicationSettings.to(ReplicaPartner.kerberos("HV9.lab.example"))
                                        .compressed(false)))
                        .isInstanceOf(ConflictException.class)
                        .hasMessageContaining("HV2.lab.example")
                        .hasMessageContaining("compression"));
    }

    @Test
    void ensureEnabled_whileSomethingIsUnderWay_waitsForIt() {
        pair.replicas.ensureEnabled(ReplicaPair.ONE, pair.id, ReplicaPair.SETTINGS);
        pair.replicas.beginInitialCopy(ReplicaPair.ONE, pair.id);

        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() -> pair.quorate
                                .replicas(io.quorate.lab.Lab.ENDPOINT)
                                .ensureEnabled(ReplicaPair.ONE, pair.id, ReplicaPair.SETTINGS.keeping(2)))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("InitialReplicationInProgress"));
        pair.replicas
                .initialCopy(
                        pair.replicas.beginInitialCopy(ReplicaPair.ONE, pair.id).token())
                .await(Duration.ofHours(1));
        becomes(ReplicaPair.SETTINGS.keeping(2));
    }

    @Test
    void ensureEnabled_onTheReplica_isRefused() {
        pair.replicating();

        assertThat(pair.replicas.get(ReplicaPair.TWO, pair.id).mode()).isEqualTo(ReplicationMode.REPLICA);
        pair.onlyChanges(
                0,
                () -> assertThatThrownBy(() ->
                                pair.replicas.ensureEnabled(ReplicaPair.TWO, pair.id, ReplicaPair.SETTINGS.keeping(2)))
                        .isInstanceOfAny(ConflictException.class, RejectedException.class));
    }
}
