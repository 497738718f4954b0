package io.quorate.lab.rule;

import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostGear;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import io.quorate.winrm.psrp.PsNil;
import io.quorate.winrm.psrp.PsValue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a host's attempt to connect finds: other hosts, the appliances' portals, the world outside. */
final class ConnectionRules {
    private static final Duration NO_ANSWER = Duration.ofSeconds(21);
    private static final int WINRM = 5985;

    private ConnectionRules() {}

    static void addTo(Rules rules) {
        rules.add(
                "NetTCPIP\\Test-NetConnection",
                Set.of("ComputerName", "Port", "InformationLevel"),
                ConnectionRules::test);
    }

    private static void test(Call call) {
        String computer = call.args().text("ComputerName");
        Long port = Values.number(call.args().get("Port"));
        if (computer == null || port == null) {
            throw call.notSimulated("without ComputerName and Port");
        }
        Estate estate = call.estate();
        Optional<String> inside = estate.findHost(computer)
                .map(host -> address(estate.gear(host.name())).orElse(computer));
        Optional<String> found = inside.or(() -> estate.outside().resolve(computer))
                .filter(address -> inside.isPresent()
                        || address.equals(computer)
                        || estate.outside().wayOut(call.host()));
        boolean answers = found.isPresent() && answers(call, computer, found.get(), port.intValue());
        if (!answers) {
            if (found.isPresent()) {
                call.take(NO_ANSWER);
            }
            call.warning("net.failed", computer, port.toString());
        }
        if ("Quiet".equalsIgnoreCase(call.args().text("InformationLevel"))) {
            call.write(PsValue.bool(answers));
            return;
        }
        call.write(new LiveObject(
                        List.of("TestNetConnectionResult", "System.Object"), computer, "TestNetConnectionResult")
                .property("ComputerName", PsValue.string(computer))
                .property("RemoteAddress", found.<PsValue>map(PsValue::string).orElse(PsNil.NIL))
                .property("RemotePort", Shapes.uint32(port))
                .property(
                        "InterfaceAlias",
                        PsValue.string(outward(estate.gear(call.host())).orElse("")))
                .property("PingSucceeded", PsValue.bool(answers))
                .property("TcpTestSucceeded", PsValue.bool(answers)));
    }

    private static boolean answers(Call call, String computer, String address, int port) {
        Estate estate = call.estate();
        return estate.initiators().answers(call.host(), computer, port)
                || estate.findHost(computer)
                        .filter(host -> port == WINRM && estate.reaches(call.host(), host.name()))
                        .isPresent()
                || estate.outside().reaches(call.host(), address, port);
    }

    /** The adapter with the domain's profile leads out. */
    private static Optional<HostGear.Nic> domain(HostGear gear) {
        return gear.nics().stream()
                .filter(nic -> nic.profile() == 2 && !nic.addresses().isEmpty())
                .findFirst();
    }

    private static Optional<String> outward(HostGear gear) {
        return domain(gear).map(HostGear.Nic::name);
    }

    private static Optional<String> address(HostGear gear) {
        return domain(gear).map(nic -> nic.addresses().get(0).replaceAll("/.*", ""));
    }
}
