package io.quorate.winrm.recipe.host;

import io.quorate.host.HostBoot;
import io.quorate.host.HostClock;
import io.quorate.host.HostFacts;
import io.quorate.host.HostProcessor;
import io.quorate.host.HostSystem;
import io.quorate.host.HyperVSettings;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Words;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements that read what a host is, and their decoders. Numbers decide, because words may be translated. */
final class HostReads {
    private static final List<String> SYSTEM = List.of(
            "Caption",
            "Version",
            "BuildNumber",
            "ProductType",
            "LastBootUpTime",
            "LocalDateTime",
            "CurrentTimeZone",
            "DataExecutionPrevention_Available");
    private static final List<String> COMPUTER =
            List.of("Name", "Domain", "PartOfDomain", "HypervisorPresent", "TotalPhysicalMemory");
    private static final List<String> PROCESSOR = List.of(
            "Manufacturer",
            "Name",
            "Architecture",
            "NumberOfLogicalProcessors",
            "VirtualizationFirmwareEnabled",
            "SecondLevelAddressTranslationExtensions",
            "VMMonitorModeExtensions");
    private static final List<String> HYPER_V = List.of(
            "VirtualMachinePath",
            "VirtualHardDiskPath",
            "VirtualMachineMigrationEnabled",
            "VirtualMachineMigrationAuthenticationType",
            "VirtualMachineMigrationPerformanceOption",
            "MaximumVirtualMachineMigrations",
            "UseAnyNetworkForMigration");
    private static final List<String> SWITCH = List.of(
            "Id",
            "Name",
            "SwitchType",
            "NetAdapterInterfaceDescription",
            "AllowManagementOS",
            "EmbeddedTeamingEnabled");

    private static final String SYSTEM_MARK = "BuildNumber";
    private static final String COMPUTER_MARK = "PartOfDomain";
    private static final String PROCESSOR_MARK = "Manufacturer";
    private static final String HYPER_V_MARK = "VirtualMachinePath";
    private static final String NETWORK_MARK = "Subnet";

    private static final int X64 = 9;
    private static final int CLIENT = 1;
    private static final int MOST_MINUTES = 18 * 60;

    private static final Words AUTHENTICATION = Words.of(0, "CredSSP").and(1, "Kerberos");
    private static final Words PERFORMANCE =
            Words.of(0, "TCPIP").and(1, "Compression").and(2, "SMB");
    private static final Words SWITCH_TYPE =
            Words.of(0, "Private").and(1, "Internal").and(2, "External");

    private HostReads() {}

    private static List<PsCommand> cim(String cimClass, List<String> properties) {
        return Cmdlet.GET_CIM_INSTANCE
                .line()
                .with("Namespace", "root/cimv2")
                .with("ClassName", cimClass)
                .select(properties);
    }

    /** Reads when a host started. */
    static PsPipeline boot() {
        return Line.message(cim("Win32_OperatingSystem", List.of("LastBootUpTime", "CurrentTimeZone")));
    }

    /** Decodes {@link #boot}. */
    static HostBoot boot(String host, List<PsValue> output) {
        Decode system =
                Decode.last(output, "LastBootUpTime", "operating system", v -> Decode.of(v, "operating system"));
        return new HostBoot(host, system.instant("LastBootUpTime", offset(system.int64Or("CurrentTimeZone", 0))));
    }

    /** Reads what a host is. */
    static PsPipeline facts(boolean hyperV) {
        List<List<PsCommand>> statements = new ArrayList<>(List.of(
                cim("Win32_OperatingSystem", SYSTEM),
                cim("Win32_ComputerSystem", COMPUTER),
                cim("Win32_Processor", PROCESSOR)));
        if (hyperV) {
            statements.add(Cmdlet.GET_VM_HOST.line().select(HYPER_V));
            statements.add(Cmdlet.GET_VM_MIGRATION_NETWORK.line().select(List.of(NETWORK_MARK, "Priority")));
        }
        return Line.message(statements);
    }

    /** Decodes {@link #facts}. */
    static HostFacts facts(String host, List<PsValue> output) {
        Decode system = Decode.last(output, SYSTEM_MARK, "operating system", v -> Decode.of(v, "operating system"));
        Decode computer = Decode.last(output, COMPUTER_MARK, "computer", v -> Decode.of(v, "computer"));
        List<Decode> processors = Decode.all(
                output,
                PROCESSOR_MARK,
                List.of(SYSTEM_MARK, COMPUTER_MARK, HYPER_V_MARK, NETWORK_MARK),
                v -> Decode.of(v, "processor"));
        if (processors.isEmpty()) {
            throw Decode.badReply("the answer holds no processor");
        }
        ZoneOffset offset = offset(system.int64Or("CurrentTimeZone", 0));
        return new HostFacts(
                host,
                computer.text("Name"),
                computer.textOrEmpty("Domain"),
                computer.flag("PartOfDomain"),
                new HostSystem(
                        system.textOrEmpty("Caption"),
                        system.textOrEmpty("Version"),
                        system.int32("BuildNumber"),
                        system.int64Or("ProductType", CLIENT) != CLIENT),
                processor(system, computer, processors),
                computer.sizeOrNone("TotalPhysicalMemory"),
                system.instant("LastBootUpTime", offset),
                new HostClock(system.instant("LocalDateTime", offset), offset, null, Duration.ZERO),
                hyperV(output));
    }

    private static ZoneOffset offset(long minutes) {
        if (Math.abs(minutes) > MOST_MINUTES) {
            throw Decode.badReply("operating system.CurrentTimeZone is out of range");
        }
        return ZoneOffset.ofTotalSeconds((int) minutes * 60);
    }

    private static HostProcessor processor(Decode system, Decode computer, List<Decode> all) {
        Decode first = all.get(0);
        return new HostProcessor(
                first.text("Manufacturer").strip(),
                first.textOrEmpty("Name").strip(),
                all.stream().allMatch(one -> one.int64Or("Architecture", -1) == X64),
                all.size(),
                all.stream()
                        .mapToInt(one -> one.countOr("NumberOfLogicalProcessors", 0))
                        .sum(),
                all.stream()
                        .allMatch(one -> one.flagOr("VirtualizationFirmwareEnabled", false)
                                && one.flagOr("SecondLevelAddressTranslationExtensions", false)
                                && one.flagOr("VMMonitorModeExtensions", false)),
                computer.flagOr("HypervisorPresent", false),
                system.flagOr("DataExecutionPrevention_Available", false));
    }

    /** Reads what Hyper-V is set to. */
    static PsPipeline hyperV() {
        return Line.message(
                Cmdlet.GET_VM_HOST.line().select(HYPER_V),
                Cmdlet.GET_VM_MIGRATION_NETWORK.line().select(List.of(NETWORK_MARK, "Priority")));
    }

    /** Decodes {@link #hyperV}. */
    static HyperVSettings settings(List<PsValue> output) {
        HyperVSettings settings = hyperV(output);
        if (settings == null) {
            throw Decode.badReply("the answer holds no VM host");
        }
        return settings;
    }

    private static @Nullable HyperVSettings hyperV(List<PsValue> output) {
        List<String> others = List.of(SYSTEM_MARK, COMPUTER_MARK, PROCESSOR_MARK);
        List<String> networks = Decode.all(
                output,
                NETWORK_MARK,
                with(others, HYPER_V_MARK),
                v -> Decode.of(v, "migration network").text(NETWORK_MARK));
        return Decode.all(
                        output,
                        HYPER_V_MARK,
                        with(others, NETWORK_MARK),
                        v -> settings(Decode.of(v, "VM host"), networks))
                .stream()
                .findFirst()
                .orElse(null);
    }

    private static List<String> with(List<String> marks, String more) {
        List<String> all = new ArrayList<>(marks);
        all.add(more);
        return all;
    }

    private static HyperVSettings settings(Decode row, List<String> networks) {
        return new HyperVSettings(
                row.text("VirtualMachinePath"),
                row.textOrEmpty("VirtualHardDiskPath"),
                row.flagOr("VirtualMachineMigrationEnabled", false),
                row.wordOr("VirtualMachineMigrationAuthenticationType", AUTHENTICATION, ""),
                row.wordOr("VirtualMachineMigrationPerformanceOption", PERFORMANCE, ""),
                row.countOr("MaximumVirtualMachineMigrations", 0),
                row.flagOr("UseAnyNetworkForMigration", false),
                networks);
    }

    /** Reads the virtual switches. */
    static PsPipeline switches() {
        return Line.message(Cmdlet.GET_VM_SWITCH.line().select(SWITCH));
    }

    /** Decodes {@link #switches}. */
    static List<VirtualSwitch> switches(String host, List<PsValue> output) {
        return Decode.each(output, value -> {
            Decode row = Decode.of(value, "virtual switch");
            return new VirtualSwitch(
                    host,
                    row.guid("Id"),
                    row.text("Name"),
                    type(row.wordOr("SwitchType", SWITCH_TYPE, "")),
                    row.textOrEmpty("NetAdapterInterfaceDescription"),
                    row.flagOr("AllowManagementOS", false),
                    row.flagOr("EmbeddedTeamingEnabled", false));
        });
    }

    private static SwitchType type(String word) {
        for (SwitchType type : SwitchType.values()) {
            if (type.name().equalsIgnoreCase(word)) {
                return type;
            }
        }
        return SwitchType.UNKNOWN;
    }
}
