package io.quorate.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.FunctionBackend;
import io.quorate.Size;
import io.quorate.call.Calls;
import io.quorate.cluster.ClusterDisk;
import io.quorate.cluster.ResourceState;
import io.quorate.cluster.command.ListClusterDisks;
import io.quorate.vm.command.ListVirtualDisks;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose drive a machine's files are on, whichever way host and cluster are spelt. */
class SharedFilesTest {
    private static final UUID ONE = new UUID(0, 1);

    private final FunctionBackend backend = new FunctionBackend();

    private static VirtualMachine on(String host) {
        return new VirtualMachine(
                ONE,
                "web1",
                host,
                VmState.of("Off"),
                null,
                Duration.ZERO,
                1,
                Size.gib(1),
                Size.bytes(0),
                2,
                false,
                "E:\\VMs\\web1");
    }

    @ParameterizedTest(name = "{0} and {1}, the disk is {2}''s: {3}")
    @CsvSource({
        "HV1, HV2, hv1, false",
        "hv1.lab.example, hv2.lab.example, HV1, false",
        "hv1.lab.example, hv2.lab.example, HV2, true",
        "10.0.0.1, 10.0.0.2, HV1, false",
        "10.0.0.1, 10.0.0.2, HV2, false",
    })
    @DisplayName("a machine is stuck only where surely no cluster disk is its host's")
    void isStuck_onlyWhereEveryClusterDiskIsSurelyAnothers(String host, String other, String owner, boolean stuck) {
        backend.answer = (command, call) -> command instanceof ListVirtualDisks
                ? List.of(new VirtualDisk(ONE, "web1", "E:\\VMs\\web1\\d.vhdx", "SCSI", 0, 0))
                : command instanceof ListClusterDisks
                        ? List.of(new ClusterDisk("Disk 1", "r", "{d}", ResourceState.ONLINE, owner, "web"))
                        : List.of();
        Calls calls = backend.engine(host, other).calls("rack");
        SharedFiles files = SharedFiles.of(calls, on(host));
        assertThat(files.local()).containsExactly("E:\\VMs\\web1\\d.vhdx", "E:\\VMs\\web1");
        assertThat(files.isStuck()).isEqualTo(stuck);
    }
}
