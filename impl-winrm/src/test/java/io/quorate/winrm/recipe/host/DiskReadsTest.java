package io.quorate.winrm.recipe.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Size;
import io.quorate.host.HostDisk;
import io.quorate.host.PartitionStyle;
import io.quorate.san.Naa;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.host.DiskReads.DiskRow;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiskReadsTest {
    private static final String ID = "600144F0C0FFEE000000000000000001";

    @Test
    void disk_whenWordsComeAsNumbers_isTheSame() {
        DiskRow words = one(disk(
                PsValue.string("FCPH Name"), PsValue.string("GPT"), PsValue.string("iSCSI"), PsValue.string("Online")));
        DiskRow numbers = one(disk(number(3), number(2), number(9), PsObject.array(List.of(number(53264)))));
        assertThat(numbers).isEqualTo(words);
        HostDisk disk = words.disk();
        assertThat(disk.naa()).isEqualTo(Naa.of(ID));
        assertThat(disk.style()).isEqualTo(PartitionStyle.GPT);
        assertThat(disk.guid()).isEqualTo(UUID.fromString("0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"));
        assertThat(disk.size()).isEqualTo(Size.gib(100));
        assertThat(disk.bus()).isEqualTo("iSCSI");
        assertThat(words.readable()).isTrue();
        assertThat(disk.identity()).isEqualTo(ID + "@107374182400");
    }

    @Test
    void disk_whenWindowsDoesNotTell_isTakenForTheWorst() {
        DiskRow row = one(PsObject.of("Selected.MSFT_Disk").with("UniqueId", PsValue.string(ID)));
        assertThat(row.disk().offline() && row.disk().readOnly() && row.disk().clustered())
                .isTrue();
        assertThat(row.disk().style()).isEqualTo(PartitionStyle.UNKNOWN);
        assertThat(row.readable()).isFalse();
        assertThat(row.partitions()).isNegative();
    }

    @ParameterizedTest
    @CsvSource({"Not Ready", "No Media", "Failed", "Offline", "53265", "53268", "Unknown"})
    void disk_inAnotherStatus_isNotReadable(String status) {
        assertThat(one(disk(number(3), number(2), number(9), PsValue.string(status)))
                        .readable())
                .isFalse();
    }

    @Test
    void disk_ofAnotherStyle_isUnknown() {
        assertThat(one(disk(number(3), PsValue.string("Unknown"), number(9), number(53264)))
                        .disk()
                        .style())
                .isEqualTo(PartitionStyle.UNKNOWN);
        assertThat(one(disk(number(3), number(7), number(9), number(53264)))
                        .disk()
                        .style())
                .isEqualTo(PartitionStyle.UNKNOWN);
        assertThat(one(disk(number(3), number(0), number(9), number(53264)))
                        .disk()
                        .style())
                .isEqualTo(PartitionStyle.RAW);
    }

    @Test
    void disks_listedByTwoProviders_areOneThatIsClusteredIfEitherSaysSo() {
        PsObject local = disk(number(3), number(2), number(9), number(53264));
        PsObject clusters = disk(number(3), number(2), number(9), number(53264), true, PsNil.NIL);
        for (List<PsValue> order : List.of(List.<PsValue>of(local, clusters), List.<PsValue>of(clusters, local))) {
            List<DiskRow> rows = DiskReads.disks("HV1", order);
            assertThat(rows).hasSize(1);
            assertThat(rows.get(0).disk().clustered()).isTrue();
            assertThat(rows.get(0).disk().number()).isEqualTo(4);
        }
    }

    /** The disk as a node has it, online there and writable or not. */
    private static PsObject view(String node, int number, boolean offline) {
        PsObject disk = PsObject.of("Selected.Microsoft.Management.Infrastructure.CimInstance")
                .with("UniqueId", PsValue.string(ID))
                .with("UniqueIdFormat", number(3))
                .with("Number", new PsPrimitive(PsType.UINT32, (long) number))
                .with("Size", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(100L << 30)))
                .with("PartitionStyle", number(2))
                .with("Guid", PsValue.string("{0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0}"))
                .with("IsOffline", PsValue.bool(offline))
                .with("IsReadOnly", PsValue.bool(offline))
                .with("IsClustered", PsValue.bool(true))
                .with("BusType", number(9))
                .with("OperationalStatus", number(53264))
                .with("NumberOfPartitions", new PsPrimitive(PsType.UINT32, 2L));
        return node.isEmpty()
                ? disk
                : disk.with(
                        "ObjectId",
                        PsValue.string(
                                "{1}\\\\" + node + "\\root/Microsoft/Windows/Storage/Providers_v2\\WSP_Disk.ObjectId="
                                        + "\"{b7c5}:DI:\\\\?\\scsi#disk\""));
    }

    private static HostDisk seen(String host, PsObject one, PsObject other) {
        List<DiskRow> rows = DiskReads.disks(host, List.of(one, other));
        List<DiskRow> turned = DiskReads.disks(host, List.of(other, one));
        assertThat(rows).hasSize(1);
        assertThat(turned.get(0).disk()).isEqualTo(rows.get(0).disk());
        return rows.get(0).disk();
    }

    @ParameterizedTest
    @CsvSource({"HV1, HV1, HV2", "hv1.lab.example, HV1, HV2", "HV1, hv1.lab.example, HV2.lab.example"})
    @DisplayName("a disk that a node lists twice is told as that node has it: its number, offline, read-only")
    void disk_listedAsAnotherNodeHasIt_isToldAsThisOneHasIt(String host, String own, String others) {
        HostDisk online = seen(host, view(own, 4, false), view(others, 7, true));
        assertThat(online.number()).isEqualTo(4);
        assertThat(online.offline()).isFalse();
        assertThat(online.readOnly()).isFalse();
        HostDisk offline = seen(host, view(own, 4, true), view(others, 7, false));
        assertThat(offline.number()).isEqualTo(4);
        assertThat(offline.offline()).isTrue();
        assertThat(offline.readOnly()).isTrue();
        assertThat(offline.style()).isEqualTo(PartitionStyle.GPT);
    }

    @Test
    @DisplayName("of two that cannot be told apart the worse counts, and no number")
    void disk_listedTwice_andNobodySaysWhose_isTakenForTheWorst() {
        for (String host : List.of("HV1", "10.0.0.1")) {
            for (String node : List.of("", "HV3")) {
                HostDisk disk = seen(host, view(node, 4, false), view(node.isEmpty() ? "" : "HV2", 7, true));
                assertThat(disk.number()).isNegative();
                assertThat(disk.offline()).isTrue();
                assertThat(disk.readOnly()).isTrue();
            }
        }
        HostDisk agreed = seen("HV1", view("", 4, false), view("", 4, false));
        assertThat(agreed.number()).isEqualTo(4);
        assertThat(agreed.offline()).isFalse();
        assertThat(agreed.readOnly()).isFalse();
        assertThat(agreed.style()).isEqualTo(PartitionStyle.GPT);
    }

    @ParameterizedTest
    @CsvSource({
        "600144F0C0FFEE000000000000000001, FCPH Name, true",
        "600144f0c0ffee000000000000000001, SCSI Name String, true",
        "naa.600144F0C0FFEE000000000000000001, SCSI Name String, true",
        "50014EE2B5C7E1A3, FCPH Name, true",
        "600144F0C0FFEE000000000000000001, '', true",
        "600144F0C0FFEE000000000000000001, EUI64, false",
        "0025385B71B01234, EUI64, false",
        "0025385B71B01234, '', false",
        "A00144F0C0FFEE000000000000000001, FCPH Name, false",
        "'SCSI\\DISK&VEN_MSFT&PROD_VIRTUAL_DISK', Vendor Specific, false",
        "600144F0C0FFEE00000000000000000, FCPH Name, false",
        "'', FCPH Name, false"
    })
    void uniqueId_isAnNaaIdentifierOnlyIfItCanBe(String id, String format, boolean naa) {
        PsObject disk = PsObject.of("X")
                .with("UniqueId", PsValue.string(id))
                .with("UniqueIdFormat", format.isEmpty() ? PsNil.NIL : PsValue.string(format));
        assertThat(one(disk).disk().naa() != null).isEqualTo(naa);
    }

    private static DiskRow one(PsObject disk) {
        return DiskReads.disks("HV1", List.of(disk)).get(0);
    }

    private static PsValue number(int value) {
        return new PsPrimitive(PsType.UINT16, value);
    }

    private static PsObject disk(PsValue format, PsValue style, PsValue bus, PsValue status) {
        return disk(format, style, bus, status, false, new PsPrimitive(PsType.UINT32, 4L));
    }

    private static PsObject disk(
            PsValue format, PsValue style, PsValue bus, PsValue status, boolean clustered, PsValue number) {
        return PsObject.of("Selected.Microsoft.Management.Infrastructure.CimInstance")
                .with("UniqueId", PsValue.string(ID))
                .with("UniqueIdFormat", format)
                .with("Number", number)
                .with("Size", new PsPrimitive(PsType.UINT64, BigInteger.valueOf(100L << 30)))
                .with("PartitionStyle", style)
                .with("Guid", PsValue.string("{0B1C2D3E-4F50-6172-8394-A5B6C7D8E9F0}"))
                .with("IsOffline", PsValue.bool(false))
                .with("IsReadOnly", PsValue.bool(false))
                .with("IsClustered", PsValue.bool(clustered))
                .with("BusType", bus)
                .with("OperationalStatus", status)
                .with("NumberOfPartitions", new PsPrimitive(PsType.UINT32, 2L));
    }
}
