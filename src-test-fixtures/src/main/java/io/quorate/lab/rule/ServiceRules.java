package io.quorate.lab.rule;

import io.quorate.lab.model.IscsiState;
import io.quorate.lab.model.NodeState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The services the lab has. The cluster service is Disabled until a cluster's setup enables it; the iSCSI initiator is stopped and Manual
 * until somebody starts it, and the only one that can be started and set here.
 */
final class ServiceRules {
    private static final String MODULE = "Microsoft.PowerShell.Management\\";
    private static final String ISCSI = "MSiSCSI";
    private static final List<String> NAMES = List.of("ClusSvc", ISCSI, "vmms", "WinRM");

    private ServiceRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-Service", Set.of("Name"), ServiceRules::get);
        rules.add(
                MODULE + "Set-Service",
                Set.of("Name", "InputObject", "StartupType", "Status", "PassThru"),
                ServiceRules::set);
        rules.add(MODULE + "Start-Service", Set.of("Name", "InputObject", "PassThru"), ServiceRules::start);
    }

    private static void get(Call call) {
        List<String> wanted = call.args().texts("Name");
        for (String pattern : wanted.isEmpty() ? List.of("*") : wanted) {
            named(call, pattern).forEach(n -> write(call, n));
        }
    }

    private static List<String> named(Call call, String pattern) {
        List<String> found = new ArrayList<>(NAMES);
        found.removeIf(n -> !Call.like(n, pattern));
        if (found.isEmpty() && !Call.wild(pattern)) {
            call.error(call.errors().noSuchService(pattern));
        }
        return found;
    }

    /** The services a cmdlet that changes them is about; it takes no wildcards for names. */
    private static List<String> targets(Call call) {
        List<String> names = new ArrayList<>();
        call.args().texts("Name").forEach(n -> names.addAll(named(call, n)));
        for (Object piped : Values.items(call.args().get("InputObject"))) {
            if (piped instanceof LiveObject live && live.model() instanceof String path) {
                names.add(path.substring(path.indexOf('/') + 1));
            }
        }
        for (String name : names) {
            if (!name.equals(ISCSI)) {
                throw call.notSimulated("of the service " + name);
            }
        }
        return names;
    }

    private static void set(Call call) {
        String type = call.args().text("StartupType");
        String status = call.args().text("Status");
        for (String name : targets(call)) {
            if (type != null) {
                int number = startType(call, type);
                call.change(() -> call.estate().initiators().setStartType(call.host(), number));
            }
            if (status != null) {
                if (!status.equalsIgnoreCase("Running")) {
                    throw call.notSimulated("-Status " + status);
                }
                run(call, name);
            }
            pass(call, name);
        }
    }

    private static int startType(Call call, String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "automatic" -> IscsiState.AUTOMATIC;
            case "manual" -> IscsiState.MANUAL;
            case "disabled" -> 4;
            default -> throw call.notSimulated("-StartupType " + type);
        };
    }

    private static void start(Call call) {
        for (String name : targets(call)) {
            if (run(call, name)) {
                pass(call, name);
            }
        }
    }

    private static boolean run(Call call, String name) {
        if (call.estate().initiators().state(call.host()).startType() == 4) {
            call.error(call.errors().serviceDisabled(name));
            return false;
        }
        call.change(() -> call.estate().initiators().start(call.host()));
        return true;
    }

    private static void pass(Call call, String name) {
        if (call.args().on("PassThru")) {
            write(call, name);
        }
    }

    private static void write(Call call, String name) {
        String host = call.host();
        if (name.equals(ISCSI)) {
            IscsiState state = call.estate().initiators().state(host);
            call.write(call.objects().service(host, name, state.running(), word(state.startType()), state.startType()));
            return;
        }
        if (!name.equals("ClusSvc")) {
            call.write(call.objects().service(host, name, true, "Automatic", 2));
            return;
        }
        boolean member = call.estate().clusterOf(host).isPresent();
        boolean runs = call.estate()
                .clusterOf(host)
                .flatMap(c -> c.node(host))
                .map(NodeState::service)
                .orElse(false);
        call.write(call.objects().service(host, name, runs, member ? "Automatic" : "Disabled", member ? 2 : 4));
    }

    private static String word(int type) {
        return switch (type) {
            case IscsiState.AUTOMATIC -> "Automatic";
            case IscsiState.MANUAL -> "Manual";
            default -> "Disabled";
        };
    }
}
