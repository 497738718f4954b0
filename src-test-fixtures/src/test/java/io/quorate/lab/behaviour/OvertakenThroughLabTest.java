package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.Overtaking.cluster;
import static io.quorate.lab.behaviour.Overtaking.replica;
import static io.quorate.lab.behaviour.Overtaking.san;
import static io.quorate.lab.behaviour.Overtaking.story;
import static io.quorate.lab.behaviour.SqlStory.GROUP;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.lab.Lab;
import io.quorate.lab.Sweep;
import io.quorate.lab.behaviour.Overtaking.Row;
import io.quorate.lab.behaviour.Overtaking.Scene;
import io.quorate.lab.behaviour.Overtaking.Verb;
import io.quorate.san.DatasetPath;
import io.quorate.san.Publication;
import io.quorate.san.SnapshotPath;
import io.quorate.sql.AvailabilityGroupClient;
import io.quorate.sql.PatchSpec;
import io.quorate.storage.StorageClient;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Verbs of several calls decide by a state that they have read, and act later: another client does all of the same between two of those calls, and
 * both are content with what was done once. After calls from the first to the last with {@code -Dquorate.sweep=true}, else after
 * those of which one was a fault once.
 */
class OvertakenThroughLabTest {
    private static final String RACK = Lab.ENDPOINT;
    private static final String PATCH = "16.0.4165.4";

    private final List<Row> rows = new ArrayList<>();

    OvertakenThroughLabTest() {
        machines();
        replicas();
        disks();
        groups();
    }

    private void row(String verb, List<Integer> overtaken, List<String> effects, Callable<Scene> scene) {
        rows.add(new Row(verb, overtaken, false, effects, scene));
    }

    @TestFactory
    @DisplayName(
            "whenever another client does all of it between two calls of ours, both end well, and it was done once")
    Stream<DynamicTest> overtaken_isContentWithWhatTheOtherDid() {
        return rows.stream()
                .filter(row -> Sweep.WHOLE || !row.there() && !row.overtaken().isEmpty())
                .map(row -> DynamicTest.dynamicTest(row.verb(), row::play));
    }

    private void machines() {
        row(
                "an adapter with an address",
                List.of(1),
                List.of("Add-VMNetworkAdapter$", "Set-VMNetworkAdapterVlan$"),
                () -> cluster((quorate, cluster) -> {
                    UUID id = quorate.vms(RACK)
                            .create("router", vm -> vm.on("HV1").path("C:\\VMs").connectedTo("LAN"))
                            .id();
                    return client -> client.vms(RACK)
                            .adapters(id)
                            .ensure(
                                    "outside",
                                    nic -> nic.connectedTo("LAN")
                                            .mac(MacAddress.of("00:50:56:00:AB:01"))
                                            .vlan(AdapterVlan.access(20)));
                }));
    }

    private void replicas() {
        row(
                "a replication",
                List.of(),
                List.of("Enable-VMReplication$"),
                () -> replica(
                        pair -> {},
                        pair -> client -> client.replicas(RACK).ensureEnabled("HV1", pair.id, ReplicaPair.SETTINGS)));
        row(
                "a planned move",
                List.of(1),
                List.of("Start-VMFailover$", "Start-VMFailover$", "Set-VMReplication$", "Start-VM$"),
                () -> replica(
                        ReplicaPair::replicating,
                        pair -> client -> client.replicas(RACK).moveAsPlanned(pair.id, "HV1", "HV2")));
    }

    private void disks() {
        List<String> shared = List.of(
                "Initialize-Disk$",
                "New-Partition$",
                "Format-Volume$",
                "Add-ClusterDisk$",
                "Add-ClusterSharedVolume$",
                "Connect-IscsiTarget$",
                "Connect-IscsiTarget$");
        row(
                "a shared disk",
                List.of(17),
                shared,
                () -> san(rack -> {
                    Publication publication = rack.publish(SanRack.VOLUME);
                    return client -> new SanRack(rack.lab(), client, true).share(publication);
                }));
        row(
                "a shared disk that is wiped",
                List.of(),
                List.of("Clear-Disk$", "Initialize-Disk$", "New-Partition$", "Add-ClusterDisk$"),
                () -> san(rack -> {
                    rack.share(rack.publish(SanRack.VOLUME));
                    StorageClient storage = rack.quorate().storage(Lab.STORAGE);
                    SnapshotPath snapshot = SanRack.VOLUME.at("s1");
                    DatasetPath clone = DatasetPath.of("tank/vg/clone");
                    storage.snapshots().create(snapshot);
                    storage.snapshots().clone(snapshot, clone);
                    Publication publication = rack.publish(clone);
                    Consent wipe = Consent.to(
                            publication.naa() + "@" + publication.size().bytes(), "a copy for tests");
                    return client -> new SanRack(rack.lab(), client, true).share(publication, spec -> spec.wipe(wipe));
                }));
    }

    private void groups() {
        row(
                "a group",
                List.of(),
                List.of("CREATE AVAILABILITY GROUP", "SQL2: .*\\] JOIN", "SQL3: .*\\] JOIN", "ADD LISTENER"),
                () -> story(SqlStory.start(), client -> sql(client).groups().ensure(GROUP, SqlStory::wanted)));
        row(
                "a failover",
                List.of(),
                List.of("\\] FAILOVER"),
                () -> built(
                        SqlStory.start(), client -> sql(client).failover(GROUP).to("SQL2", SqlStory.LONG)));
        row("a group's end", List.of(), List.of("DROP AVAILABILITY GROUP"), () -> {
            SqlStory story = SqlStory.start();
            story.built();
            String id = story.sql.groups().get(GROUP).id().toString();
            return story(story, client -> sql(client).groups().remove(GROUP, Consent.to(id, "a test")));
        });
        // A step is no order of ours and cannot be bound: what is seen in the look before it is not done once more,
        // what happens in that look is.
        rows.add(new Row(
                "a rolling patch",
                List.of(5),
                true,
                List.of("patched SQL3", "patched SQL2", "patched SQL1", "\\] FAILOVER$", "\\] FAILOVER$"),
                () -> {
                    SqlStory story = SqlStory.start("true", (host, instance) -> instance.version(2022));
                    story.built();
                    List<String> patched = new CopyOnWriteArrayList<>();
                    Scene scene = story(
                            story, client -> sql(client).patch(GROUP).run(spec -> patch(spec, story, patched), null));
                    return scene.with(patched);
                }));
    }

    private static void patch(PatchSpec spec, SqlStory story, List<String> patched) {
        spec.version(PATCH)
                .automatic("SQL1", "SQL2")
                .returnTo("SQL1")
                .within(Duration.ofMinutes(20))
                .by(one -> {
                    patched.add("patched " + one.name());
                    story.lab.sql().patch(one.name(), PATCH);
                });
    }

    private static Scene built(SqlStory story, Verb verb) {
        story.built();
        return story(story, verb);
    }

    private static AvailabilityGroupClient sql(Quorate client) {
        return client.availabilityGroups(Lab.SQL);
    }
}
