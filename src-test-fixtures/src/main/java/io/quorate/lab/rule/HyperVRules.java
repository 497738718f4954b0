package io.quorate.lab.rule;

import io.quorate.lab.model.HostGear;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What Hyper-V is set to on the session's host. */
final class HyperVRules {
    private static final String MODULE = "Hyper-V\\";
    private static final List<String> LOGINS = List.of("CredSSP", "Kerberos");
    private static final List<String> TRANSPORTS = List.of("TCPIP", "Compression", "SMB");

    private HyperVRules() {}

    static void addTo(Rules rules) {
        rules.add(
                MODULE + "Set-VMHost",
                Set.of(
                        "VirtualMachinePath",
                        "VirtualHardDiskPath",
                        "VirtualMachineMigrationAuthenticationType",
                        "VirtualMachineMigrationPerformanceOption",
                        "MaximumVirtualMachineMigrations",
                        "UseAnyNetworkForMigration"),
                HyperVRules::set);
        rules.add(MODULE + "Enable-VMMigration", Set.of(), call -> turn(call, true));
        rules.add(MODULE + "Disable-VMMigration", Set.of(), call -> turn(call, false));
        rules.add(MODULE + "Get-VMMigrationNetwork", Set.of(), HyperVRules::networks);
        rules.add(MODULE + "Add-VMMigrationNetwork", Set.of("Subnet"), call -> network(call, true));
        rules.add(MODULE + "Remove-VMMigrationNetwork", Set.of("Subnet"), call -> network(call, false));
    }

    private static HostGear.HyperV set(Call call, String cmdlet) {
        HostRules.require(call, "Hyper-V", MODULE + cmdlet);
        return call.estate().gear(call.host()).hyperV();
    }

    private static void change(Call call, UnaryOperator<HostGear.HyperV> change) {
        call.change(() -> call.estate().gear(call.host(), gear -> gear.with(change.apply(gear.hyperV()))));
    }

    private static int word(Call call, String parameter, List<String> words, int otherwise) {
        String given = call.args().text(parameter);
        if (given == null) {
            return otherwise;
        }
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase(given)) {
                return i;
            }
        }
        throw call.notSimulated("-" + parameter + " " + given);
    }

    private static void set(Call call) {
        HostGear.HyperV before = set(call, "Set-VMHost");
        String machines = call.args().text("VirtualMachinePath");
        String disks = call.args().text("VirtualHardDiskPath");
        int login = word(call, "VirtualMachineMigrationAuthenticationType", LOGINS, before.authentication());
        int transport = word(call, "VirtualMachineMigrationPerformanceOption", TRANSPORTS, before.performance());
        Long atOnce = Values.number(call.args().get("MaximumVirtualMachineMigrations"));
        String any = Values.text(call.args().get("UseAnyNetworkForMigration"));
        change(
                call,
                now -> now.in(machines == null ? now.machines() : machines, disks == null ? now.disks() : disks)
                        .migrating(
                                now.migration(),
                                login,
                                transport,
                                atOnce == null ? now.migrations() : atOnce.intValue(),
                                any == null ? now.any() : Boolean.parseBoolean(any)));
    }

    private static void turn(Call call, boolean on) {
        set(call, on ? "Enable-VMMigration" : "Disable-VMMigration");
        change(call, now -> now.migrating(on, now.authentication(), now.performance(), now.migrations(), now.any()));
    }

    private static void networks(Call call) {
        for (String one : set(call, "Get-VMMigrationNetwork").networks()) {
            call.write(new LiveObject(List.of(Shapes.HYPER_V + "VMMigrationNetwork", "System.Object"), one, one)
                    .property("Subnet", PsValue.string(one))
                    .property("Priority", Shapes.uint32(1)));
        }
    }

    private static void network(Call call, boolean add) {
        String subnet = String.valueOf(call.args().text("Subnet"));
        List<String> after = new ArrayList<>(set(call, add ? "Add-VMMigrationNetwork" : "Remove-VMMigrationNetwork")
                .networks());
        if (add == after.contains(subnet)) {
            throw call.notSimulated("-Subnet " + subnet + (add ? " that is there" : " that is not there"));
        }
        if (add) {
            after.add(subnet);
        } else {
            after.remove(subnet);
        }
        change(call, now -> now.over(after));
    }
}
