package io.quorate.lab.san;

import static io.quorate.lab.san.San.GIB;
import static io.quorate.lab.san.San.cmd;
import static io.quorate.lab.san.San.text;
import static io.quorate.lab.san.San.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.lab.kernel.InvariantViolation;
import io.quorate.lab.model.Gpt;
import io.quorate.lab.storage.BlockStore;
import io.quorate.lab.storage.ReservationState;
import io.quorate.lab.storage.Reserving;
import io.quorate.winrm.psrp.PsObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiskRulesTest {
    private final San san = new San();

    @AfterEach
    void close() {
        san.appliance.close();
        san.world.close();
    }

    @Test
    void unit_whenFirstSeen_isRawOfflineAndReadOnly_withItsOwnNumberOnEachHost() {
        san.connect("HV1");
        san.connect("HV2");

        PsObject one = san.seen("HV1");
        PsObject other = san.seen("HV2");
        assertThat(text(one, "UniqueId")).isEqualTo(san.naa()).isEqualTo(text(other, "UniqueId"));
        assertThat(text(one, "Number")).isNotEqualTo(text(other, "Number"));
        assertThat(text(one, "PartitionStyle")).isEqualTo("RAW");
        assertThat(text(one, "IsOffline") + text(one, "IsReadOnly")).isEqualTo("truetrue");
        assertThat(text(one, "Size")).isEqualTo(Long.toString(GIB));
        assertThat(text(one, "BusType")).isEqualTo("iSCSI");
    }

    @Test
    void unit_whenMappedLater_appearsByItselfAfterAWhile() {
        san.connect("HV1");
        san.change(() -> {
            san.appliance.createVolume("tank/vg/two", GIB, 0, true, java.util.Map.of());
            san.appliance.map("tank/vg/two", "all", "nodes", null);
        });
        assertThat(texts(san.ok("HV1", cmd("Get-Disk")), "BusType")).containsOnlyOnce("iSCSI");

        san.pass(10);

        List<PsObject> disks = san.ok("HV1", cmd("Get-Disk"));
        assertThat(texts(disks, "BusType").stream().filter("iSCSI"::equals)).hasSize(2);
        assertThat(texts(disks, "Number")).doesNotHaveDuplicates();
    }

    @Test
    void prepare_writesATableThatTheOtherHostReads() throws IOException {
        san.connect("HV1");
        san.connect("HV2");
        san.prepare("HV1", "CSV1");

        PsObject other = san.seen("HV2");
        assertThat(text(other, "PartitionStyle")).isEqualTo("GPT");
        assertThat(text(other, "Guid")).isEqualTo(text(san.seen("HV1"), "Guid"));
        assertThat(text(other, "IsOffline")).isEqualTo("true");
        assertThat(texts(san.ok("HV1", san.disk(), cmd("Get-Partition")), "Type"))
                .containsExactly("Reserved", "Basic");
        PsObject volume = san.ok("HV1", san.disk(), cmd("Get-Partition"), cmd("Get-Volume"))
                .get(0);
        assertThat(text(volume, "FileSystem") + " " + text(volume, "FileSystemLabel") + " "
                        + text(volume, "AllocationUnitSize"))
                .isEqualTo("NTFS CSV1 65536");
        assertThat(san.ok("HV2", san.disk(), cmd("Get-Partition"), cmd("Get-Volume")))
                .isEmpty();
        Gpt.Table table = Gpt.read(san.appliance.blocks(San.VOLUME));
        assertThat("{" + table.guid() + "}").isEqualTo(text(other, "Guid"));
    }

    @Test
    void steps_outOfOrder_areRefusedWithTheirCodes() {
        san.connect("HV1");
        assertThat(san.fails("HV1", san.disk(), cmd("Initialize-Disk"))).isEqualTo("StorageWMI 41003,Initialize-Disk");
        san.ok("HV1", san.set("IsOffline", false));
        assertThat(san.fails("HV1", san.disk(), cmd("Initialize-Disk"))).isEqualTo("StorageWMI 41002,Initialize-Disk");
        san.ok("HV1", san.set("IsReadOnly", false));
        assertThat(san.fails("HV1", san.disk(), cmd("New-Partition").with("UseMaximumSize", true)))
                .isEqualTo("StorageWMI 41000,New-Partition");
        san.ok("HV1", san.disk(), cmd("Initialize-Disk"));
        assertThat(san.fails("HV1", san.disk(), cmd("Initialize-Disk"))).isEqualTo("StorageWMI 41001,Initialize-Disk");
        assertThat(san.fails("HV1", san.disk(), cmd("New-Partition"))).isEqualTo("StorageWMI 40005,New-Partition");
        san.ok("HV1", san.disk(), cmd("New-Partition").with("UseMaximumSize", true));
        assertThat(san.fails("HV1", san.disk(), cmd("New-Partition").with("UseMaximumSize", true)))
                .isEqualTo("StorageWMI 40000,New-Partition");
        assertThat(san.fails("HV1", san.disk(), cmd("Clear-Disk").with("Confirm", false)))
                .isEqualTo("StorageWMI 41008,Clear-Disk");
        san.ok("HV1", san.disk(), cmd("Clear-Disk").with("RemoveData", true).with("Confirm", false));
        assertThat(text(san.seen("HV1"), "PartitionStyle")).isEqualTo("RAW");
    }

    @Test
    void setDisk_offlineAndReadOnlyAtOnce_bindsNoParameterSet() {
        san.connect("HV1");

        assertThat(san.fails("HV1", san.set("IsOffline", false).with("IsReadOnly", false)))
                .startsWith("AmbiguousParameterSet");
    }

    @Test
    void guid_whenSet_isInTheBytes() {
        san.connect("HV1");
        san.online("HV1");
        san.ok("HV1", san.disk(), cmd("Initialize-Disk"));

        san.ok("HV1", san.set("Guid", "{5155414d-0000-4000-8000-000000000001}"));

        assertThat(text(san.seen("HV1"), "Guid")).isEqualTo("{5155414d-0000-4000-8000-000000000001}");
    }

    @Test
    void unit_withAForeignBootSector_isNotRaw() throws IOException {
        BlockStore blocks = san.appliance.blocks(San.VOLUME);
        byte[] sector = new byte[512];
        sector[446 + 4] = (byte) 0x83;
        sector[446 + 8] = 64;
        sector[446 + 13] = 8;
        sector[510] = 0x55;
        sector[511] = (byte) 0xAA;
        blocks.write(0, sector, 0, 512);
        san.connect("HV1");
        san.online("HV1");

        assertThat(text(san.seen("HV1"), "PartitionStyle")).isEqualTo("MBR");
        assertThat(san.fails("HV1", san.disk(), cmd("Initialize-Disk"))).startsWith("StorageWMI 41001,");
    }

    @Test
    void table_whoseFirstCopyIsBroken_isReadFromItsSecond() throws IOException {
        san.connect("HV1");
        san.prepare("HV1", "CSV1");
        String guid = text(san.seen("HV1"), "Guid");
        BlockStore blocks = san.appliance.blocks(San.VOLUME);
        blocks.write(512, "broken".getBytes(StandardCharsets.US_ASCII), 0, 6);
        assertThat(text(san.seen("HV1"), "Guid")).isEqualTo(guid);

        blocks.write(blocks.size() - 512, new byte[512], 0, 512);

        assertThat(text(san.seen("HV1"), "PartitionStyle")).isEqualTo("MBR");
    }

    @Test
    void unit_reservedBySomebodyElse_cannotBeBroughtOnline() {
        san.connect("HV1");
        String nexus = "iqn.2000-01.org.foreign:a,400000000001";
        san.change(() -> {
            ReservationState none = san.appliance.reservations(san.naa());
            ReservationState registered = Objects.requireNonNull(Reserving.register(none, nexus, 0, 7, false, false));
            san.appliance.putReservations(Objects.requireNonNull(Reserving.reserve(registered, nexus, 7, 5)));
        });

        assertThat(san.fails("HV1", san.set("IsOffline", false))).isEqualTo("StorageWMI 6,Set-Disk");
    }

    @Test
    void unit_thatMayNotBeRead_looksRawButIsNotReady() {
        san.connect("HV1");
        String nexus = "iqn.2000-01.org.foreign:a,400000000001";
        san.change(() -> {
            ReservationState none = san.appliance.reservations(san.naa());
            ReservationState registered = Objects.requireNonNull(Reserving.register(none, nexus, 0, 7, false, false));
            san.appliance.putReservations(Objects.requireNonNull(Reserving.reserve(registered, nexus, 7, 6)));
        });

        assertThat(text(san.seen("HV1"), "PartitionStyle")).isEqualTo("RAW");
        assertThat(text(san.seen("HV1"), "OperationalStatus")).isEqualTo("Not Ready");
    }

    @Test
    void format_onASecondHostOfAVolumeInUse_isFlagged() {
        san.connect("HV1");
        san.connect("HV2");
        san.prepare("HV1", "CSV1");
        san.online("HV2");

        assertThatThrownBy(() -> san.run(
                        "HV2",
                        san.disk(),
                        cmd("Clear-Disk").with("RemoveData", true).with("Confirm", false)))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("S9");
        assertThat(san.world.violations()).isNotEmpty();
    }

    @Test
    void requests_whileThePathIsBroken_waitAndThenFail() {
        san.connect("HV1");
        san.online("HV1");
        san.estate.cutStorage("HV1", "nex1");
        var before = san.world.time().now();

        assertThat(san.fails("HV1", san.disk(), cmd("Initialize-Disk"))).isEqualTo("StorageWMI 40007,Initialize-Disk");
        assertThat(san.world.time().now().minus(before).toSeconds()).isBetween(59L, 62L);
        assertThat(san.fails("HV1", san.disk())).startsWith("CmdletizationQuery_NotFound_UniqueId");
    }

    @Test
    void requests_whenThePathIsBackInTime_goThrough() {
        san.connect("HV1");
        san.online("HV1");
        san.estate.cutStorage("HV1", "nex1");
        san.pass(20);
        san.estate.healStorage("HV1", "nex1");

        san.ok("HV1", san.disk(), cmd("Initialize-Disk"));
        assertThat(texts(san.ok("HV1", cmd("Get-IscsiSession")), "IsConnected")).containsExactly("true");
    }
}
