package io.quorate.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Size;
import io.quorate.host.command.AddPortal;
import io.quorate.host.command.ConnectTarget;
import io.quorate.host.command.DisconnectTarget;
import io.quorate.host.command.FormatDisk;
import io.quorate.host.command.GetInitiator;
import io.quorate.host.command.InitializeDisk;
import io.quorate.host.command.ListDisks;
import io.quorate.host.command.ListPortals;
import io.quorate.host.command.ListSessions;
import io.quorate.host.command.ListTargets;
import io.quorate.host.command.OfflineDisk;
import io.quorate.host.command.OnlineDisk;
import io.quorate.host.command.PartitionDisk;
import io.quorate.host.command.ReadDiskContent;
import io.quorate.host.command.RemovePortal;
import io.quorate.host.command.RescanDisks;
import io.quorate.host.command.RunInitiator;
import io.quorate.host.command.WipeDisk;
import io.quorate.san.Iqn;
import io.quorate.san.Naa;
import io.quorate.san.Portal;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostCommandsTest {
    private static final Naa NAA = Naa.of("600144F0C0FFEE000000000000000001");
    private static final Iqn TARGET = Iqn.of("iqn.2005-07.com.nexenta:02:csv");
    private static final Portal PORTAL = Portal.of("192.0.2.51");

    private static final List<Command<?>> ALL = List.of(
            new GetInitiator("HV1"),
            new RunInitiator("HV1"),
            new ListPortals("HV1"),
            new AddPortal("HV1", PORTAL),
            new RemovePortal("HV1", PORTAL),
            new ListTargets("HV1"),
            new ListSessions("HV1"),
            new ConnectTarget("HV1", ConnectSpec.of(TARGET, PORTAL)),
            new DisconnectTarget("HV1", TARGET),
            new ListDisks("HV1"),
            new RescanDisks("HV1"),
            new OnlineDisk("HV1", NAA),
            new OfflineDisk("HV1", NAA),
            new ReadDiskContent("HV1", NAA),
            new InitializeDisk("HV1", NAA),
            new PartitionDisk("HV1", NAA),
            new FormatDisk("HV1", NAA, "csv1"),
            new WipeDisk("HV1", NAA, NAA.hex(), Size.gib(1)));

    @Test
    void everyCommand_runsOnItsHostAndOnNoOther() {
        assertThat(ALL).allSatisfy(command -> {
            assertThat(command.placement()).isEqualTo(Placement.on("HV1"));
            assertThat(command.target().toString()).contains("HV1");
            assertThat(command.name()).startsWith("host.");
        });
        assertThat(ALL).extracting(Command::name).doesNotHaveDuplicates();
    }

    @Test
    void everyCommandThatCreatesOrFormats_isObservedFirst() {
        assertThat(ALL.stream().filter(command -> command.safety() == Safety.GUARDED))
                .extracting(Command::name)
                .containsExactlyInAnyOrder(
                        "host.initiator.run",
                        "host.portal.add",
                        "host.session.connect",
                        "host.disk.online",
                        "host.disk.offline",
                        "host.disk.initialize",
                        "host.disk.partition",
                        "host.disk.format");
        assertThat(ALL.stream().filter(command -> command.safety() == Safety.ONCE))
                .extracting(Command::name)
                .containsExactly("host.disk.wipe");
    }

    @Test
    void destructiveCommands_nameWhatTheConsentIsBoundTo() {
        assertThat(ALL.stream().filter(Destructive.class::isInstance).map(Destructive.class::cast))
                .extracting(Destructive::identity)
                .containsExactly("HV1/" + TARGET, NAA + "@1073741824");
    }

    @Test
    void everyChange_canBeRehearsed() {
        assertThat(ALL.stream().filter(command -> command.safety() != Safety.READ))
                .allSatisfy(command -> assertThat((Object) command.rehearsed()).isNotNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a*b", "a/b", "a\"b", "tab\there", "123456789012345678901234567890123"})
    void format_refusesWhatIsNoLabel(String label) {
        assertThatThrownBy(() -> new FormatDisk("HV1", NAA, label))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a volume label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.51", "2001:db8::51", "::1", "fe80::1%eth0"})
    void connect_takesAddresses(String address) {
        assertThat(new ConnectTarget("HV1", ConnectSpec.of(TARGET, Portal.of(address))).host())
                .isEqualTo("HV1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nex1", "nex1.lab.example", "cafe"})
    void connect_refusesNames(String address) {
        assertThatThrownBy(() -> new ConnectTarget("HV1", ConnectSpec.of(TARGET, Portal.of(address))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give the portal's IP address");
    }

    @Test
    void marks_areThoseOfTheDocumentedFunctionAndOfOneDiskOnly() {
        // printf 'quorate-begun:600144F0C0FFEE000000000000000001' | md5sum, with version and variant set
        assertThat(PreparedDisk.begunMark(NAA)).isEqualTo(UUID.fromString("2d15d197-4b19-3040-b8d0-0fb8de71b027"));
        assertThat(PreparedDisk.mark(NAA)).isEqualTo(UUID.fromString("c580a655-ce5c-3385-af1f-0a92e899295c"));
        Naa clone = Naa.of("600144f0c0ffee000000000000000002");
        assertThat(List.of(
                        PreparedDisk.begunMark(NAA),
                        PreparedDisk.mark(NAA),
                        PreparedDisk.begunMark(clone),
                        PreparedDisk.mark(clone)))
                .doesNotHaveDuplicates();
        assertThat(PreparedDisk.begunMark(Naa.of(NAA.hex().toLowerCase(java.util.Locale.ROOT))))
                .isEqualTo(PreparedDisk.begunMark(NAA));
    }
}
