package io.quorate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.FunctionBackend;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.TestQuorate;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.SharedVolume;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.cluster.command.ListSharedVolumes;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.host.command.ListDisks;
import io.quorate.san.DatasetPath;
import io.quorate.san.Naa;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Find;
import io.quorate.storage.LogicalUnit;
import io.quorate.storage.LunMapping;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Volume;
import io.quorate.storage.command.GetLogicalUnit;
import io.quorate.storage.command.ListMappings;
import io.quorate.storage.command.Page;
import io.quorate.vm.VirtualDisk;
import io.quorate.vm.command.ListVirtualDisks;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class IdentityChainTest {
    private static final DatasetPath PATH = DatasetPath.of("tank/vg/csv1");
    private static final Naa NAA = Naa.of("600144f0000000000000000000000001");
    private static final UUID GUID = UUID.fromString("0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0");
    private static final UUID VM = UUID.fromString("6f1a2c3d-0000-4000-8000-000000000001");

    private final FunctionBackend backend = new FunctionBackend();
    private final Set<String> silent = new HashSet<>();
    private boolean volume = true;
    private boolean mapped = true;
    private boolean shared = true;
    private boolean clustered = true;
    private ResourceState state = ResourceState.ONLINE;

    @Test
    void wholeChain_isPrintedLineByLine() {
        IdentityChain chain = read();
        assertThat(chain.complete()).isTrue();
        assertThat(chain.print()).isEqualTo("""
                volume          tank/vg/csv1, guid 4711, 64 GiB
                logical unit    NAA 600144F0000000000000000000000001
                LUN             number 3 through target group csv for host group rack
                disk on HV1     number 1, unique id 600144F0000000000000000000000001, GPT %1$s, clustered
                disk on HV2     number 2, unique id 600144F0000000000000000000000001, GPT %1$s, clustered
                shared volume   Cluster Disk 1, disk {%1$s}, Online on HV1 at C:\\ClusterStorage\\Volume1
                VM on HV1       web1 (%2$s): C:\\ClusterStorage\\Volume1\\web1.vhdx
                VM on HV2       missing: no virtual machine has a disk on it
                """.formatted(GUID, VM));
        assertThat(chain).hasToString(chain.print());
    }

    @Test
    @DisplayName("what is not there is missing, and so is what hangs on it")
    void missing() {
        volume = false;
        assertThat(read().print()).isEqualTo("""
                volume          missing: no volume tank/vg/csv1
                logical unit    missing: no volume tank/vg/csv1
                LUN             missing: no volume tank/vg/csv1
                disk on HV1     missing: no volume tank/vg/csv1
                disk on HV2     missing: no volume tank/vg/csv1
                cluster disk    missing: without a logical unit there is no disk
                shared volume   missing: without a logical unit there is no disk
                VM on HV1       missing: without a logical unit there is no disk
                VM on HV2       missing: without a logical unit there is no disk
                """);
        volume = true;
        mapped = false;
        IdentityChain unmapped = read();
        assertThat(unmapped.mappings()).isEqualTo(new Link.Missing<>("the volume is not mapped"));
        assertThat(unmapped.complete()).isFalse();
    }

    @Test
    @DisplayName("who does not answer leaves a hole that is called one; what others know of it is found")
    void untold() {
        silent.add("HV2");
        IdentityChain chain = read();
        assertThat(chain.complete()).isFalse();
        assertThat(chain.disks().get("HV2")).isInstanceOf(Link.Untold.class);
        assertThat(chain.machines().get("HV2")).isInstanceOf(Link.Untold.class);
        assertThat(chain.disks().get("HV1").found()).isPresent();
        assertThat(chain.sharedVolume().found()).isPresent();
        assertThat(chain.print()).contains("disk on HV2     cannot tell: host.disk.list");
        silent.add("HV1");
        IdentityChain nobody = read();
        assertThat(nobody.unit().found()).isPresent();
        assertThat(nobody.sharedVolume()).isInstanceOf(Link.Untold.class);
        assertThat(nobody.clusterDisk()).isInstanceOf(Link.Untold.class);
    }

    @Test
    void diskThatIsNoSharedVolume_isShownAsTheClusterKnowsIt() {
        shared = false;
        IdentityChain chain = read();
        assertThat(chain.complete()).isFalse();
        assertThat(chain.print())
                .contains("cluster disk    Cluster Disk 1, disk {" + GUID + "}, Online on HV1\n")
                .contains("shared volume   missing: no shared volume of the cluster is this disk\n");
    }

    @Test
    @DisplayName("a clone that nobody clustered has the GUID of a shared volume, and is none")
    void clone_isNotTakenForItsOrigin() {
        clustered = false;
        assertThat(read().print()).contains("shared volume   missing: no cluster has this disk\n");
    }

    @Test
    void volumeWithoutPath_leavesOpenWhatLiesOnIt() {
        state = ResourceState.FAILED;
        assertThat(read().print())
                .contains("VM on HV1       cannot tell: the shared volume has no path while it is Failed\n");
    }

    @Test
    void spec_needsAllThree() {
        try (Quorate quorate = TestQuorate.over("lab", backend, backend.runtime, List.of("HV1"))) {
            assertThatThrownBy(() -> quorate.flows().identityChain(c -> c.cluster("lab")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the volume");
        }
    }

    private IdentityChain read() {
        backend.answer = (command, call) -> answer(command, call.host());
        try (Quorate quorate = TestQuorate.over("lab", backend, backend.runtime, List.of("HV0", "HV1", "HV2"))) {
            return quorate.flows()
                    .identityChain(
                            c -> c.storage("lab").volume(PATH).cluster("lab").nodes("HV1", "HV2"));
        }
    }

    private Object answer(Command<?> command, String host) {
        if (silent.contains(host)) {
            throw Fault.neverSent(ErrorKind.UNREACHABLE).because("no route");
        }
        if (command instanceof Find<?> find) {
            if (find.get() instanceof GetLogicalUnit) {
                return mapped ? Optional.of(new LogicalUnit(NAA, PATH, true, false)) : Optional.empty();
            }
            return volume
                    ? Optional.of(new Volume(
                            PATH, "4711", Size.gib(64), Size.kib(32), Provisioning.THIN, null, Size.bytes(0)))
                    : Optional.empty();
        } else if (command instanceof ListMappings) {
            return new Page<>(mapped ? List.of(new LunMapping("m1", PATH, 3, "csv", "rack")) : List.of(), false);
        } else if (command instanceof ListDisks) {
            return List.of(new HostDisk(
                    host,
                    NAA.hex(),
                    NAA,
                    host.charAt(2) - '0',
                    Size.gib(64),
                    PartitionStyle.GPT,
                    GUID,
                    false,
                    false,
                    clustered,
                    "iSCSI"));
        } else if (command instanceof ListSharedVolumes) {
            String path = state.equals(ResourceState.ONLINE) ? "C:\\ClusterStorage\\Volume1" : null;
            return shared
                    ? List.of(new SharedVolume("Cluster Disk 1", "id1", state, "HV1", path, "{" + GUID + "}"))
                    : List.of();
        } else if (command instanceof ListClusterDisks) {
            return shared
                    ? List.of()
                    : List.of(new ClusterDisk(
                            "Cluster Disk 1", "id1", "{" + GUID + "}", state, "HV1", "Available Storage"));
        } else if (command instanceof ListVirtualDisks) {
            return host.equals("HV1")
                    ? List.of(
                            new VirtualDisk(VM, "web1", "C:\\ClusterStorage\\Volume1\\web1.vhdx", "SCSI", 0, 0),
                            new VirtualDisk(VM, "web1", "C:\\ClusterStorage\\Volume10\\data.vhdx", "SCSI", 0, 1))
                    : List.of();
        }
        throw new AssertionError("not expected: " + command);
    }
}
