package io.quorate.lab.rule;

import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.HostSpec;
import io.quorate.lab.model.HostState;
import io.quorate.lab.model.Power;
import io.quorate.lab.shell.LabError;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsDateTime;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a host is: the classes of CIM that tell it, its network, switches, features and multipathing. */
final class HostRules {
    private static final Duration INSTALLATION = Duration.ofMinutes(2);
    private static final Set<String> AFTER_A_START = Set.of("Hyper-V", "Multipath-IO");
    private static final long FORCED_POWER_OFF = 12;
    private static final Duration GOING_DOWN = Duration.ofSeconds(5);

    private HostRules() {}

    static void addTo(Rules rules) {
        rules.add("Hyper-V\\Get-VMSwitch", Set.of("Name"), HostRules::switches);
        rules.add(
                "Hyper-V\\New-VMSwitch",
                Set.of("Name", "SwitchType", "NetAdapterName", "AllowManagementOS"),
                HostRules::create);
        rules.add("Hyper-V\\Remove-VMSwitch", Set.of("VMSwitch", "Force"), HostRules::remove);
        rules.add("ServerManager\\Get-WindowsFeature", Set.of("Name"), HostRules::features);
        rules.add(
                "ServerManager\\Install-WindowsFeature", Set.of("Name", "IncludeManagementTools"), HostRules::install);
        rules.add("Microsoft.PowerShell.Management\\Restart-Computer", Set.of("Force"), HostRules::restart);
        rules.add("MPIO\\Get-MSDSMGlobalDefaultLoadBalancePolicy", Set.of(), call -> {
            require(call, "Multipath-IO", "MPIO\\Get-MSDSMGlobalDefaultLoadBalancePolicy");
            call.write(PsValue.string(gear(call).policy()));
        });
        rules.add("MPIO\\Get-MSDSMAutomaticClaimSettings", Set.of(), call -> {
            require(call, "Multipath-IO", "MPIO\\Get-MSDSMAutomaticClaimSettings");
            call.write(PsObject.of("System.Collections.Hashtable", "System.Object")
                    .content(new PsDictionary(List.of(
                            new PsDictionary.Entry(PsValue.string("SAS"), PsValue.bool(false)),
                            new PsDictionary.Entry(
                                    PsValue.string("iSCSI"),
                                    PsValue.bool(gear(call).claims()))))));
        });
    }

    private static HostGear gear(Call call) {
        return call.estate().gear(call.host());
    }

    /** Without its feature a cmdlet is not there. */
    static void require(Call call, String feature, String cmdlet) {
        if (!gear(call).installed(feature)) {
            throw new LabError(
                    "CommandNotFoundException",
                    "ObjectNotFound",
                    PsValue.string(cmdlet),
                    List.of(new LabError.NetException(
                            "System.Management.Automation.CommandNotFoundException",
                            "The term '" + cmdlet
                                    + "' is not recognized as the name of a cmdlet, function, script file, or operable program.",
                            0x80131501,
                            null)));
        }
    }

    /** The answer leaves before Windows does. */
    private static void restart(Call call) {
        String host = call.host();
        if (!call.args().on("Force")) {
            throw call.notSimulated("without -Force");
        }
        if (call.estate().hypervisor().live(host).stream().findAny().isPresent()) {
            throw call.notSimulated("of a host with virtual machines that run");
        }
        call.change(() -> call.world().schedule(GOING_DOWN, HostState.key(host).path(), host + " restarts", () -> {
            call.estate().powerOff(host);
            call.estate().powerOn(host);
        }));
    }

    /** Win32Shutdown with power off and force; the answer leaves before Windows does. */
    static long shutDown(Call call, String method, Map<String, Long> arguments) {
        String host = call.host();
        Long flags = arguments.get("Flags");
        if (!method.equalsIgnoreCase("Win32Shutdown") || flags == null || flags != FORCED_POWER_OFF) {
            throw call.notSimulated("-MethodName " + method + " " + arguments);
        }
        if (call.estate().hypervisor().live(host).stream().findAny().isPresent()) {
            throw call.notSimulated("of a host with virtual machines that run");
        }
        call.change(() -> call.world()
                .schedule(
                        GOING_DOWN,
                        HostState.key(host).path(),
                        host + " shuts down",
                        () -> call.estate().powerOff(host)));
        return 0;
    }

    // CIM

    /** Returns the instances of a class of {@code root/cimv2} that tells what a host is; empty if it is another class. */
    static Optional<List<Map<String, Object>>> instances(Call call, String cimClass) {
        HostGear gear = gear(call);
        HostSpec spec = call.estate().host(call.host());
        return switch (cimClass.toLowerCase(Locale.ROOT)) {
            case "win32_operatingsystem" -> Optional.of(List.of(system(call, gear, spec)));
            case "win32_computersystem" -> Optional.of(List.of(computer(call, gear, spec)));
            case "win32_share" -> Optional.of(PromotionRules.shares(call));
            case "win32_processor" -> Optional.of(List.of(processor(gear, spec)));
            default -> Optional.empty();
        };
    }

    private static Map<String, Object> system(Call call, HostGear gear, HostSpec spec) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Name", "Microsoft Windows Server " + spec.os());
        row.put("Caption", "Microsoft Windows Server " + spec.os() + " Datacenter");
        row.put("Version", "10.0." + spec.build());
        row.put("BuildNumber", String.valueOf(spec.build()));
        row.put("ProductType", 3L);
        row.put("LastBootUpTime", time(gear, gear.booted()));
        row.put("LocalDateTime", time(gear, call.world().clock().now()));
        row.put("CurrentTimeZone", new PsPrimitive(PsType.INT16, (short) gear.offset()));
        row.put("DataExecutionPrevention_Available", gear.processor().prevention());
        return row;
    }

    /** A host tells all times by its own clock. */
    static PsValue time(HostGear gear, Instant when) {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(gear.offset() * 60);
        return new PsPrimitive(
                PsType.DATE_TIME,
                new PsDateTime(
                        when.plus(gear.ahead()).atOffset(offset).toLocalDateTime(), offset, PsDateTime.Kind.LOCAL));
    }

    private static Map<String, Object> computer(Call call, HostGear gear, HostSpec spec) {
        Map<String, Object> row = DirectoryRules.system(call);
        row.put("HypervisorPresent", gear.installed("Hyper-V"));
        row.put("TotalPhysicalMemory", Shapes.uint64(spec.memory().bytes()));
        return row;
    }

    private static Map<String, Object> processor(HostGear gear, HostSpec spec) {
        boolean shown = gear.processor().virtualization() && !gear.installed("Hyper-V");
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Manufacturer", gear.processor().vendor());
        row.put("Name", gear.processor().model());
        row.put("Architecture", Shapes.uint16(gear.processor().architecture()));
        row.put("NumberOfLogicalProcessors", (long) spec.cores());
        row.put("VirtualizationFirmwareEnabled", shown);
        row.put("SecondLevelAddressTranslationExtensions", shown);
        row.put("VMMonitorModeExtensions", shown);
        return row;
    }

    // switches

    private static void switches(Call call) {
        require(call, "Hyper-V", "Hyper-V\\Get-VMSwitch");
        String wanted = call.args().text("Name");
        for (HostGear.Switch one : gear(call).switches()) {
            if (wanted == null || Call.like(one.name(), wanted)) {
                call.write(new LiveObject(List.of(Shapes.HYPER_V + "VMSwitch", "System.Object"), one, one.name())
                        .property("Id", new PsPrimitive(PsType.GUID, one.id()))
                        .property("Name", PsValue.string(one.name()))
                        .property(
                                "SwitchType",
                                Shapes.enumeration(
                                        Shapes.HYPER_V + "VMSwitchType",
                                        List.of("Private", "Internal", "External")
                                                .get(one.type()),
                                        one.type(),
                                        "int"))
                        .property("NetAdapterInterfaceDescription", PsValue.string(one.adapter()))
                        .property("AllowManagementOS", PsValue.bool(one.management()))
                        .property("EmbeddedTeamingEnabled", PsValue.bool(false)));
            }
        }
    }

    private static void create(Call call) {
        require(call, "Hyper-V", "Hyper-V\\New-VMSwitch");
        String name = String.valueOf(call.args().text("Name"));
        List<String> adapters = call.args().texts("NetAdapterName");
        String type = call.args().text("SwitchType");
        boolean management =
                call.args().get("AllowManagementOS") == null || call.args().on("AllowManagementOS");
        if (adapters.size() > 1 || adapters.isEmpty() && type == null) {
            throw call.notSimulated("-NetAdapterName " + adapters);
        }
        if (!adapters.isEmpty()
                && gear(call).nics().stream().noneMatch(nic -> nic.name().equalsIgnoreCase(adapters.get(0)))) {
            throw call.notSimulated("of an adapter that is not there");
        }
        String host = call.host();
        String address = call.estate().reach(host).address();
        call.change(() -> {
            boolean carries = gear(call).nics().stream()
                    .anyMatch(
                            nic -> adapters.stream().anyMatch(nic.name()::equalsIgnoreCase) && nic.answersAt(address));
            if (carries) {
                call.estate().moveAddresses(host);
            }
            call.estate()
                    .gear(
                            host,
                            gear -> adapters.isEmpty()
                                    ? gear.with(name, "Private".equalsIgnoreCase(type) ? 0 : 1)
                                    : gear.over(name, adapters.get(0), management));
        });
    }

    private static void remove(Call call) {
        String host = call.host();
        for (HostGear.Switch one : call.models("VMSwitch", HostGear.Switch.class)) {
            boolean used = call.estate().hypervisor().on(host).stream()
                    .anyMatch(vm -> call.estate().nics().of(vm).stream()
                            .anyMatch(nic -> one.name().equalsIgnoreCase(nic.network())));
            if (!call.args().on("Force") || used) {
                throw call.notSimulated("of a switch that connects virtual machines, or without -Force");
            }
            call.change(() -> call.estate().gear(host, gear -> gear.withoutSwitch(one)));
        }
    }

    // features

    private static void features(Call call) {
        List<String> wanted = call.args().texts("Name");
        gear(call).features().forEach((name, state) -> {
            if (wanted.isEmpty() || wanted.stream().anyMatch(one -> Call.like(name, one))) {
                call.write(new LiveObject(
                                List.of("Microsoft.Windows.ServerManager.Commands.Feature", "System.Object"),
                                name,
                                name)
                        .property("Name", PsValue.string(name))
                        .property("Installed", PsValue.bool(state == HostGear.Feature.INSTALLED))
                        .property("InstallState", PsValue.string(state.word())));
            }
        });
    }

    private static void install(Call call) {
        String host = call.host();
        boolean pending = false;
        for (String wanted : call.args().texts("Name")) {
            String name = gear(call).features().keySet().stream()
                    .filter(wanted::equalsIgnoreCase)
                    .findFirst()
                    .orElseThrow(() -> call.notSimulated("-Name " + wanted));
            if (gear(call).features().get(name) == HostGear.Feature.AVAILABLE) {
                call.take(INSTALLATION);
                boolean later = AFTER_A_START.contains(name);
                pending |= later;
                call.change(() -> {
                    if (call.estate().power(host) == Power.UP) {
                        call.estate()
                                .gear(
                                        host,
                                        gear -> gear.with(
                                                name, later ? HostGear.Feature.PENDING : HostGear.Feature.INSTALLED));
                    }
                });
            }
        }
        call.write(new LiveObject(
                        List.of("Microsoft.Windows.ServerManager.Commands.FeatureOperationResult", "System.Object"),
                        host,
                        "FeatureOperationResult")
                .property("Success", PsValue.bool(true))
                .property("RestartNeeded", PsValue.string(pending ? "Yes" : "No"))
                .property("ExitCode", PsValue.string(pending ? "SuccessRestartRequired" : "Success")));
    }
}
