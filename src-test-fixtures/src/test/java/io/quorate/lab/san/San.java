package io.quorate.lab.san;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.lab.catalogue.Catalogue;
import io.quorate.lab.catalogue.WindowsVersion;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.Estate;
import io.quorate.lab.model.EstateBuilder;
import io.quorate.lab.model.VmSpec;
import io.quorate.lab.model.VmState;
import io.quorate.lab.rule.Rules;
import io.quorate.lab.session.LabCmdlets;
import io.quorate.lab.session.LabShell;
import io.quorate.lab.session.LanguageMode;
import io.quorate.lab.shell.Caller;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.lab.shell.Values;
import io.quorate.lab.storage.SimulatedAppliance;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Two hosts and an appliance with one unit of 1 GiB for both; commands go through the shell, bound against the catalogue. */
final class San implements AutoCloseable {
    static final long GIB = 1L << 30;
    static final String TARGET = "iqn.2005-07.com.nexenta:02:csv";
    static final String PORTAL = "10.0.0.50";
    static final String IQN1 = "iqn.1991-05.com.microsoft:hv1.lab.example";
    static final String IQN2 = "iqn.1991-05.com.microsoft:hv2.lab.example";
    static final String VOLUME = "tank/vg/csv";
    private static final Catalogue CATALOGUE = Catalogue.load(WindowsVersion.WS2022);

    final World world = World.builder().build();
    final SimulatedAppliance appliance;
    final Estate estate;
    final List<PsErrorRecord> errors = new ArrayList<>();
    private final LabCmdlets cmdlets;

    San() {
        this(b -> b, Locale.ENGLISH);
    }

    San(UnaryOperator<EstateBuilder> more, Locale locale) {
        appliance = SimulatedAppliance.builder(world, "nex1")
                .pool("tank", 100 * GIB)
                .volumeGroup("tank/vg")
                .volume(VOLUME, GIB)
                .target(TARGET, PORTAL + ":3260")
                .hostGroup("nodes", IQN1, IQN2)
                .build();
        estate = more.apply(Estate.builder(world)
                        .host("HV1")
                        .host("HV2")
                        .account("admin", Secret.of("pw"))
                        .appliance(appliance))
                .build();
        world.change("map", () -> appliance.map(VOLUME, "all", "nodes", null));
        cmdlets = new LabCmdlets(CATALOGUE, Rules.standard(world, estate, locale));
    }

    String naa() {
        return appliance.logicalUnits().get(0).naa();
    }

    static PsCommand cmd(String name) {
        return PsCommand.of(name);
    }

    /** Runs one pipeline on a host. Errors, terminating or not, are collected. */
    List<PsObject> run(String host, PsCommand... commands) {
        return message(host, PsPipeline.of(commands));
    }

    List<PsObject> message(String host, PsPipeline pipeline) {
        return values(host, pipeline).stream().map(PsObject.class::cast).toList();
    }

    List<PsValue> values(String host, PsPipeline pipeline) {
        List<PsValue> output = new ArrayList<>();
        Caller caller = new Caller(host, host + "\\runas", true);
        new LabShell(cmdlets, caller, LanguageMode.FULL).execute(pipeline, new PipelineSink() {
            @Override
            public void output(@Nullable PsValue value) {
                if (value != null) {
                    output.add(value);
                }
            }

            @Override
            public void record(PsStream stream, PsValue record) {
                if (stream == PsStream.ERROR) {
                    errors.add(ErrorRecordCodec.decode(record));
                }
            }

            @Override
            public void ended(State state, @Nullable PsValue errorRecord) {
                if (errorRecord != null) {
                    errors.add(ErrorRecordCodec.decode(errorRecord));
                }
            }
        });
        return output;
    }

    /** Runs a pipeline that must work. */
    List<PsObject> ok(String host, PsCommand... commands) {
        List<PsObject> output = run(host, commands);
        assertThat(errors).as(() -> errors.toString()).isEmpty();
        return output;
    }

    /** Runs a pipeline that must fail, and returns the error id. */
    String fails(String host, PsCommand... commands) {
        errors.clear();
        run(host, commands);
        assertThat(errors).hasSize(1);
        String id = errors.get(0).fullyQualifiedErrorId();
        errors.clear();
        return id;
    }

    static String text(PsObject object, String property) {
        return String.valueOf(Values.text(object.property(property)));
    }

    static List<String> texts(List<PsObject> objects, String property) {
        return objects.stream().map(o -> text(o, property)).toList();
    }

    void pass(long seconds) {
        try {
            boolean ignored = world.await("time to pass", () -> false, Duration.ofSeconds(seconds));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void change(Runnable action) {
        world.change("test", action);
    }

    // steps

    void service(String host) {
        ok(host, cmd("Set-Service").with("Name", "MSiSCSI").with("StartupType", "Automatic"));
        ok(host, cmd("Start-Service").with("Name", "MSiSCSI"));
    }

    void connect(String host) {
        service(host);
        ok(
                host,
                cmd("New-IscsiTargetPortal").with("TargetPortalAddress", PORTAL).with("TargetPortalPortNumber", 3260));
        ok(host, connection());
        ok(host, cmd("Update-HostStorageCache"));
    }

    static PsCommand connection() {
        return cmd("Connect-IscsiTarget")
                .with("NodeAddress", TARGET)
                .with("TargetPortalAddress", PORTAL)
                .with("IsPersistent", true);
    }

    PsCommand disk() {
        return cmd("Get-Disk").with("UniqueId", naa());
    }

    PsObject seen(String host) {
        return ok(host, disk()).get(0);
    }

    PsCommand set(String parameter, boolean value) {
        return cmd("Set-Disk").with("UniqueId", naa()).with(parameter, value);
    }

    PsCommand set(String parameter, String value) {
        return cmd("Set-Disk").with("UniqueId", naa()).with(parameter, value);
    }

    void online(String host) {
        ok(host, set("IsOffline", false));
        ok(host, set("IsReadOnly", false));
    }

    void prepare(String host, String label) {
        online(host);
        ok(host, disk(), cmd("Initialize-Disk").with("PartitionStyle", "GPT"));
        ok(host, disk(), cmd("New-Partition").with("UseMaximumSize", true));
        format(host, label);
    }

    List<PsObject> format(String host, String label) {
        return ok(
                host,
                disk(),
                cmd("Get-Partition"),
                cmd("Get-Volume"),
                cmd("Format-Volume")
                        .with("FileSystem", "NTFS")
                        .with("AllocationUnitSize", 65536)
                        .with("NewFileSystemLabel", label)
                        .with("Confirm", false));
    }

    /** A cluster of both hosts with the unit as shared volume. */
    Cluster cluster() {
        connect("HV1");
        connect("HV2");
        prepare("HV1", "CSV");
        Cluster cluster = world.change("cluster", () -> estate.createCluster("C1", List.of("HV1", "HV2")));
        pass(10);
        ok("HV1", cmd("Get-ClusterAvailableDisk"), cmd("Add-ClusterDisk"));
        ok("HV1", cmd("Add-ClusterSharedVolume").with("Name", "Cluster Disk 1"));
        return cluster;
    }

    VmState vm(Cluster cluster, String host) {
        VmState vm = world.change("vm", () -> {
            VmState made = estate.hypervisor()
                    .create(
                            host,
                            new VmSpec(
                                    "web-" + host,
                                    2,
                                    GIB,
                                    2,
                                    "C:\\ClusterStorage\\Volume1",
                                    "web-" + host + ".vhdx",
                                    GIB,
                                    List.of(),
                                    "LAN"));
            cluster.addVirtualMachine(made.id(), null);
            estate.hypervisor().start(made.id());
            return made;
        });
        pass(60);
        return vm;
    }

    VmState.State state(VmState vm) {
        return world.get(vm.key()).state();
    }

    Map<String, String> access(Cluster cluster) {
        Map<String, String> access = new TreeMap<>();
        cluster.nodes()
                .forEach(n -> access.put(
                        n.host(),
                        cluster.access(cluster.volumes().get(0), n.host()).name()));
        return access;
    }

    @Override
    public void close() {
        assertThat(world.violations()).isEmpty();
        appliance.close();
        world.close();
    }
}
