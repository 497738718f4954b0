package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.cluster.Failback;
import io.quorate.cluster.command.AddDisk;
import io.quorate.cluster.command.AddSharedVolume;
import io.quorate.cluster.command.EvictNode;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.MoveSharedVolume;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.RemoveDisk;
import io.quorate.cluster.command.RemoveSharedVolume;
import io.quorate.cluster.command.ResumeNode;
import io.quorate.cluster.command.SetDiskWitness;
import io.quorate.cluster.command.UpdateSettings;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RunInitiator;
import io.quorate.san.Portal;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.vm.command.BeginMigrateLive;
import io.quorate.vm.command.CancelMigrateLive;
import io.quorate.vm.command.ConfigureVirtualMachine;
import io.quorate.vm.command.MigrateLive;
import io.quorate.vm.command.SaveVirtualMachine;
import io.quorate.vm.command.ShutDownVirtualMachine;
import io.quorate.vm.command.StartVirtualMachine;
import io.quorate.vm.command.TurnOffVirtualMachine;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Scenes.State;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a look makes of a host that is neither as it was before a command nor as it is after it. */
class RecipeLookTest {
    private static final String HERE = "33330000-0000-4000-8000-000000000000";
    private static final PauseNode PAUSE = new PauseNode("HV1", false, false, null, Duration.ofMinutes(2));
    private static final PauseNode DRAIN = new PauseNode("HV1", true, true, null, Duration.ofMinutes(2));
    private static final PauseNode AWAIT = new PauseNode("HV1", false, true, null, Duration.ofMinutes(2));
    private static final ResumeNode RESUME = new ResumeNode("HV1", Failback.NONE);
    private static final EvictNode EVICT = new EvictNode("HV2", "CLUSTER1");
    private static final MoveGroup MOVE = new MoveGroup("web1", "HV2", Duration.ofMinutes(1));
    private static final MigrateLive MIGRATE = new MigrateLive(Scenes.VM, "HV2", Duration.ofMinutes(1));
    private static final BeginMigrateLive BEGIN = new BeginMigrateLive(Scenes.VM, "HV2");
    private static final CancelMigrateLive CANCEL = new CancelMigrateLive(Scenes.VM);
    private static final ConnectTarget CONNECT = new ConnectTarget("HV1", ConnectSpec.of(Scenes.TARGET, Scenes.PORTAL));
    private static final InitializeDisk INITIALIZE = new InitializeDisk("HV1", Scenes.NAA);
    private static final PartitionDisk PARTITION = new PartitionDisk("HV1", Scenes.NAA);
    private static final FormatDisk FORMAT = new FormatDisk("HV1", Scenes.NAA, "csv1");

    enum Seen {
        PRESENT,
        ABSENT,
        UNKNOWN
    }

    /**
     * @param cause the kind of failure behind what cannot be told; null if there is none
     * @param refused whether a run would be refused
     */
    record Case(
            String title,
            Command<?> command,
            State state,
            Seen seen,
            @Nullable ErrorKind cause,
            boolean refused) {
        @Override
        public String toString() {
            return command.name() + ": " + title;
        }
    }

    static Case present(String title, Command<?> command, State state) {
        return new Case(title, command, state, Seen.PRESENT, null, false);
    }

    static Case absent(String title, Command<?> command, State state) {
        return new Case(title, command, state, Seen.ABSENT, null, false);
    }

    /** Surely not so, and it must not be made so. */
    static Case forbidden(String title, Command<?> command, State state) {
        return new Case(title, command, state, Seen.ABSENT, null, true);
    }

    static Case unknown(String title, Command<?> command, State state, @Nullable ErrorKind cause) {
        return new Case(title, command, state, Seen.UNKNOWN, cause, false);
    }

    /** It cannot be told, and it must not be made so. */
    static Case untold(String title, Command<?> command, State state, ErrorKind cause) {
        return new Case(title, command, state, Seen.UNKNOWN, cause, true);
    }

    static Stream<Case> cases() {
        return Stream.of(
                        cluster(),
                        clusterDisks(),
                        machines(),
                        initiator(),
                        disks(),
                        ServiceScenes.looks(),
                        DirectoryScenes.looks(),
                        HostFactsScenes.looks(),
                        HostNetworkScenes.looks(),
                        HostSettingsScenes.looks(),
                        AdapterScenes.looks())
                .flatMap(List::stream);
    }

    static Stream<Case> refused() {
        return cases().filter(Case::refused);
    }

    private static State node(int state, int drain) {
        return Scenes.state("Get-ClusterNode", Replies.node("HV1", state, drain));
    }

    private static State group(String owner, int state, long status) {
        return Scenes.state("Get-ClusterGroup", Replies.group("web1", owner, state, status));
    }

    private static List<Case> cluster() {
        UpdateSettings two = new UpdateSettings(Duration.ofSeconds(1), 10, null, null, null, null);
        return List.of(
                absent("one of two settings is another", two, Scenes.state("Get-Cluster", Replies.cluster("CLUSTER1"))),
                present(
                        "settings that are not named are others",
                        two,
                        Scenes.state("Get-Cluster", Replies.cluster("CLUSTER1", 1000, 10, 9, 9, 1, 9))),
                untold("no such node", PAUSE, Scenes.state("Get-ClusterNode"), ErrorKind.NOT_FOUND),
                absent("paused and not drained", DRAIN, node(2, 0)),
                absent("its drain failed", DRAIN, node(2, 3)),
                absent("it is down", DRAIN, node(1, 0)),
                unknown("it is being drained", DRAIN, node(2, 1), ErrorKind.BUSY),
                present("it was drained, too", PAUSE, node(2, 2)),
                forbidden("nobody asks for the drain that is waited for", AWAIT, node(2, 0)),
                untold("a drain that is waited for", AWAIT, node(2, 1), ErrorKind.BUSY),
                untold("no such node", RESUME, Scenes.state("Get-ClusterNode"), ErrorKind.NOT_FOUND),
                unknown("it is down", RESUME, node(1, 0), null),
                unknown("it is joining", RESUME, node(3, 0), null),
                untold(
                        "the host is in another cluster",
                        EVICT,
                        Scenes.state(Scenes.CLUSTER_MEMBERS, Replies.cluster("OTHER"), Replies.node("HV1", 0, 0)),
                        ErrorKind.REJECTED),
                new Case(
                        "it is no member",
                        EVICT,
                        Scenes.state(Scenes.CLUSTER_MEMBERS, Replies.cluster("CLUSTER1"), Replies.node("HV1", 0, 0)),
                        Seen.PRESENT,
                        null,
                        true),
                untold("no such group", MOVE, Scenes.state("Get-ClusterGroup"), ErrorKind.NOT_FOUND),
                untold("it comes online there", MOVE, group("HV2", 4, 0), ErrorKind.BUSY),
                untold("it waits to be moved", MOVE, group("HV1", 0, 4), ErrorKind.BUSY),
                present("it is there, offline", MOVE, group("hv2.lab.example", 1, 0)),
                absent("it is elsewhere, offline", MOVE, group("HV1", 1, 0)),
                untold("it is on its way", MIGRATE, group("HV2", 4, 0), ErrorKind.BUSY),
                untold("it waits to be moved", MIGRATE, group("HV2", 0, 4), ErrorKind.BUSY),
                untold("a move is under way", BEGIN, group("HV1", 4, 0), ErrorKind.BUSY),
                present("it is there", BEGIN, group("hv2.lab.example", 0, 0)),
                absent("it waits to be moved", CANCEL, group("HV1", 0, 4)),
                present("it is there already", CANCEL, group("HV2", 0, 0)));
    }

    private static List<Case> clusterDisks() {
        String other = "{99999999-4f50-6172-8394-a5b6c7d8e9f0}";
        PsObject disk = Replies.resource("Cluster Disk 2", HERE, "Physical Disk");
        PsObject identity = Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(Scenes.DISK));
        PsObject otherIdentity = Replies.parameter("Cluster Disk 2", "DiskIdGuid", PsValue.string(other));
        PsObject witness = Replies.quorum(Replies.named("ClusterResource", "Cluster Disk 2"));
        PsObject diskOnly = Replies.quorum(2, Replies.named("ClusterResource", "Cluster Disk 2"));
        PsObject share = Replies.resource("Cluster Disk 2", "r9", "File Share Witness");
        PsObject volume = Replies.volume("Cluster Disk 2");
        String volumeId = "22220000-0000-4000-8000-000000000000";
        return List.of(
                absent(
                        "a disk of another identity",
                        new AddDisk(Scenes.DISK),
                        Scenes.state(Scenes.CLUSTER_DISKS, disk, otherIdentity)),
                forbidden(
                        "not available",
                        new AddDisk(Scenes.DISK),
                        Scenes.state(Scenes.CLUSTER_DISKS).and("Get-ClusterAvailableDisk")),
                forbidden(
                        "neither managed nor available",
                        new AddSharedVolume(Scenes.DISK),
                        Scenes.state(Scenes.SHARED_VOLUMES, volume, otherIdentity)
                                .and(Scenes.CLUSTER_DISKS)
                                .and("Get-ClusterAvailableDisk")),
                untold(
                        "no such volume",
                        new MoveSharedVolume("Cluster Disk 9", "HV2", Duration.ofMinutes(1)),
                        Scenes.state(Scenes.SHARED_VOLUMES, volume),
                        ErrorKind.NOT_FOUND),
                present(
                        "a volume of another id",
                        new RemoveSharedVolume(HERE, Scenes.DISK),
                        Scenes.state(Scenes.SHARED_VOLUMES, volume, identity)),
                forbidden(
                        "a volume of another identity",
                        new RemoveSharedVolume(volumeId, Scenes.DISK),
                        Scenes.state(Scenes.SHARED_VOLUMES, volume, otherIdentity)),
                present(
                        "a disk of another id",
                        new RemoveDisk("r1", Scenes.DISK),
                        Scenes.state(Scenes.CLUSTER_DISKS, disk, identity)),
                forbidden(
                        "a disk of another identity",
                        new RemoveDisk(HERE, Scenes.DISK),
                        Scenes.state(Scenes.CLUSTER_DISKS, disk, otherIdentity)),
                forbidden(
                        "the witness",
                        new RemoveDisk(HERE, Scenes.DISK),
                        Scenes.state(Scenes.CLUSTER_DISKS, disk, identity).and(Scenes.QUORUM, witness, disk)),
                absent(
                        "the disk alone decides",
                        new SetDiskWitness("Cluster Disk 2"),
                        Scenes.state(Scenes.QUORUM, diskOnly, disk)),
                absent(
                        "a share of that name",
                        new SetDiskWitness("Cluster Disk 2"),
                        Scenes.state(Scenes.QUORUM, witness, share)),
                unknown(
                        "a witness that is not listed",
                        new SetDiskWitness("Cluster Disk 2"),
                        Scenes.state(Scenes.QUORUM, witness),
                        ErrorKind.BAD_REPLY));
    }

    private static List<Case> machines() {
        State none = Scenes.state(Scenes.MACHINES, Replies.vmHost());
        State silent = Scenes.state(Scenes.MACHINES);
        return List.of(
                unknown(
                        "not on this host",
                        new ConfigureVirtualMachine(Scenes.VM, 4, Size.gib(8)),
                        none,
                        ErrorKind.NOT_FOUND),
                absent(
                        "other memory",
                        new ConfigureVirtualMachine(Scenes.VM, 4, Size.gib(4)),
                        Scenes.machine("Off", 3)),
                untold("not on this host", new StartVirtualMachine(Scenes.VM), none, ErrorKind.NOT_FOUND),
                untold("the list proves nothing", new StartVirtualMachine(Scenes.VM), silent, ErrorKind.BAD_REPLY),
                present("it is starting", new StartVirtualMachine(Scenes.VM), Scenes.machine("Starting", 10)),
                absent("it is paused", new StartVirtualMachine(Scenes.VM), Scenes.machine("Paused", 9)),
                unknown(
                        "it is stopping",
                        new ShutDownVirtualMachine(Scenes.VM),
                        Scenes.machine("Stopping", 4),
                        ErrorKind.BUSY),
                absent("it is saved", new ShutDownVirtualMachine(Scenes.VM), Scenes.machine("Saved", 6)),
                unknown(
                        "it is being saved",
                        new SaveVirtualMachine(Scenes.VM),
                        Scenes.machine("Saving", 32773),
                        ErrorKind.BUSY),
                absent("it is off", new SaveVirtualMachine(Scenes.VM), Scenes.machine("Off", 3)),
                present("it is saved fast", new SaveVirtualMachine(Scenes.VM), Scenes.machine("FastSaved", 32779)),
                untold("not on this host", new TurnOffVirtualMachine(Scenes.VM), none, ErrorKind.NOT_FOUND),
                unknown(
                        "it is stopping",
                        new TurnOffVirtualMachine(Scenes.VM),
                        Scenes.machine("Stopping", 4),
                        ErrorKind.BUSY));
    }

    private static List<Case> initiator() {
        PsObject elsewhere = Replies.portal("192.0.2.52");
        PsObject session = Replies.session("s1", Scenes.TARGET.value(), true, true, 1);
        State otherPortal = Scenes.state("Get-IscsiSession", session)
                .and(Scenes.CONNECTIONS, session, Replies.connection("192.0.2.52"));
        State noConnection = Scenes.state("Get-IscsiSession", session).and(Scenes.CONNECTIONS, session);
        PsObject online = Replies.disk(Scenes.NAA, "GPT", null, 2, false, false);
        PsObject clustered = Replies.disk(Scenes.NAA, "GPT", null, 2, true, false, true);
        return List.of(
                absent(
                        "it runs and does not start with Windows",
                        new RunInitiator("HV1"),
                        Scenes.state("Get-Service", Replies.service("Running", 4, "Manual", 3))
                                .and("Get-InitiatorPort", Replies.port("iqn.1991-05.com.microsoft:hv1"))),
                forbidden(
                        "it does not answer",
                        new AddPortal("HV1", Scenes.PORTAL),
                        Scenes.state("Get-IscsiTargetPortal", elsewhere)
                                .and("Test-NetConnection", PsValue.bool(false))),
                present(
                        "another spelling of it",
                        new AddPortal("HV1", Portal.of("2001:db8::51")),
                        Scenes.state("Get-IscsiTargetPortal", Replies.portal("2001:0DB8:0:0:0:0:0:51"))),
                present(
                        "only others are there",
                        new RemovePortal("HV1", Scenes.PORTAL),
                        Scenes.state("Get-IscsiTargetPortal", elsewhere)),
                forbidden("it has a session over another portal", CONNECT, otherPortal),
                untold("its session's portals are not told", CONNECT, noConnection, ErrorKind.BUSY),
                forbidden("its session is not connected", CONNECT, Scenes.session(false, true)),
                forbidden(
                        "no portal offers the target",
                        CONNECT,
                        Scenes.state("Get-IscsiSession").and("Get-IscsiTarget").and(Scenes.REFRESHED_TARGETS)),
                forbidden(
                        "a disk of it is online",
                        new DisconnectTarget("HV1", Scenes.TARGET),
                        Scenes.session(true, true).and("Get-IscsiSession,Get-Disk", online)),
                forbidden(
                        "the cluster owns a disk of it",
                        new DisconnectTarget("HV1", Scenes.TARGET),
                        Scenes.session(true, true).and("Get-IscsiSession,Get-Disk", clustered)));
    }

    private static List<Case> disks() {
        State none = Scenes.state("Get-Disk");
        State clustered = Scenes.state("Get-Disk", Replies.disk(Scenes.NAA, "GPT", null, 2, true, true, true));
        State clusteredOnline = Scenes.state("Get-Disk", Replies.disk(Scenes.NAA, "GPT", null, 2, false, false, true));
        State offline = Scenes.disk(true, false);
        State uncounted = Scenes.state("Get-Disk", Replies.disk(Scenes.NAA, "RAW", null, -1, false, false));
        State odd = Scenes.state("Get-Disk", Replies.disk(Scenes.NAA, "Unknown", null, 0, false, false));
        return List.of(
                untold("no such disk", new OnlineDisk("HV1", Scenes.NAA), none, ErrorKind.NOT_FOUND),
                forbidden("the cluster owns it", new OnlineDisk("HV1", Scenes.NAA), clustered),
                untold("no such disk", new OfflineDisk("HV1", Scenes.NAA), none, ErrorKind.NOT_FOUND),
                forbidden("the cluster owns it", new OfflineDisk("HV1", Scenes.NAA), clusteredOnline),
                untold("no such disk", INITIALIZE, none, ErrorKind.NOT_FOUND),
                untold("somebody else's", INITIALIZE, Scenes.foreign(), ErrorKind.CONFLICT),
                untold("offline", INITIALIZE, offline, ErrorKind.REJECTED),
                untold("its partitions are not counted", INITIALIZE, uncounted, ErrorKind.REJECTED),
                present("prepared", INITIALIZE, Scenes.prepared()),
                untold("somebody else's", PARTITION, Scenes.foreign(), ErrorKind.CONFLICT),
                forbidden("it carries no mark", PARTITION, Scenes.raw()),
                present("prepared", PARTITION, Scenes.prepared()),
                untold("somebody else's", FORMAT, Scenes.foreign(), ErrorKind.CONFLICT),
                untold("offline", FORMAT, offline, ErrorKind.REJECTED),
                forbidden("it carries no mark", FORMAT, Scenes.raw()),
                forbidden("it has no partition", FORMAT, Scenes.begun()),
                forbidden("it shows no volume yet", FORMAT, Scenes.partitioned().and(Scenes.VOLUMES)),
                untold("another size", Scenes.wipe(Size.gib(1)), Scenes.raw(), ErrorKind.REJECTED),
                untold("offline", Scenes.wipe(Size.gib(100)), offline, ErrorKind.REJECTED),
                untold("the cluster owns it", Scenes.wipe(Size.gib(100)), clusteredOnline, ErrorKind.REJECTED),
                unknown("its partitions are not counted", Scenes.wipe(Size.gib(100)), uncounted, null),
                unknown("an unknown table", Scenes.wipe(Size.gib(100)), odd, null));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void look_tellsWhatIsThere(Case one) {
        SceneHost host = new SceneHost(one.state());
        Observation<?> seen = look(new ShellBackend(host), one.command());

        assertThat(host.changing()).isEmpty();
        assertThat(verdict(seen)).as(String.valueOf(seen)).isEqualTo(one.seen());
        if (seen instanceof Observation.Unknown<?> unknown) {
            assertThat(unknown.cause() instanceof Fault fault ? fault.kind() : null)
                    .isEqualTo(one.cause());
        }
    }

    private static <R> Observation<R> look(ShellBackend backend, Command<R> command) {
        return backend.look(command);
    }

    private static Seen verdict(Observation<?> seen) {
        if (seen instanceof Observation.Unknown<?>) {
            return Seen.UNKNOWN;
        }
        return seen instanceof Observation.Present<?> ? Seen.PRESENT : Seen.ABSENT;
    }
}
