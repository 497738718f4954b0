package io.quorate.lab.rule;

import io.quorate.lab.model.HostService;
import io.quorate.lab.model.ServiceManager;
import io.quorate.lab.shell.LiveObject;
import io.quorate.lab.shell.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The service cmdlets, over the services that the lab has: what those do not simulate, such as stopping the cluster service in good order, is
 * refused aloud.
 */
final class ServiceRules {
    private static final String MODULE = "Microsoft.PowerShell.Management\\";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private ServiceRules() {}

    static void addTo(Rules rules) {
        rules.add(MODULE + "Get-Service", Set.of("Name", "DependentServices"), ServiceRules::get);
        rules.add(
                MODULE + "Set-Service",
                Set.of("Name", "InputObject", "StartupType", "Status", "PassThru"),
                ServiceRules::set);
        rules.add(MODULE + "Start-Service", Set.of("Name", "InputObject", "PassThru"), ServiceRules::start);
        rules.add(MODULE + "Stop-Service", Set.of("Name", "InputObject", "Force", "PassThru"), ServiceRules::stop);
    }

    private static ServiceManager services(Call call) {
        return call.estate().services();
    }

    private static void get(Call call) {
        List<String> wanted = call.args().texts("Name");
        for (String pattern : wanted.isEmpty() ? List.of("*") : wanted) {
            for (HostService one : named(call, pattern)) {
                if (call.args().on("DependentServices")) {
                    services(call).needing(call.host(), one.name()).forEach(d -> write(call, d));
                } else {
                    write(call, one);
                }
            }
        }
    }

    private static List<HostService> named(Call call, String pattern) {
        List<HostService> found = new ArrayList<>(services(call).all(call.host()));
        found.removeIf(one -> !Call.like(one.name(), pattern));
        if (found.isEmpty() && !Call.wild(pattern)) {
            call.error(call.errors().noSuchService(pattern));
        }
        return found;
    }

    /** The services a cmdlet that changes them is about. */
    private static List<HostService> targets(Call call) {
        List<HostService> targets = new ArrayList<>();
        call.args().texts("Name").forEach(n -> targets.addAll(named(call, n)));
        for (Object piped : Values.items(call.args().get("InputObject"))) {
            if (piped instanceof LiveObject live && live.model() instanceof String path) {
                services(call)
                        .find(call.host(), path.substring(path.indexOf('/') + 1))
                        .ifPresent(targets::add);
            }
        }
        return targets;
    }

    private static void set(Call call) {
        String type = call.args().text("StartupType");
        String status = call.args().text("Status");
        for (HostService one : targets(call)) {
            if (type != null) {
                int number = startType(call, type);
                simulated(call, "-StartupType of the service " + one.name(), () -> one.startType(number));
            }
            if (status != null) {
                if (!status.equalsIgnoreCase("Running")) {
                    throw call.notSimulated("-Status " + status);
                }
                run(call, one);
            }
            pass(call, one);
        }
    }

    private static int startType(Call call, String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "automatic" -> HostService.AUTOMATIC;
            case "manual" -> HostService.MANUAL;
            case "disabled" -> HostService.DISABLED;
            default -> throw call.notSimulated("-StartupType " + type);
        };
    }

    private static void simulated(Call call, String what, java.util.function.BooleanSupplier change) {
        boolean done = call.change(change::getAsBoolean);
        if (!done) {
            throw call.notSimulated(what);
        }
    }

    private static void start(Call call) {
        for (HostService one : targets(call)) {
            if (run(call, one)) {
                pass(call, one);
            }
        }
    }

    /** Starts what it needs first; returns when it runs. */
    private static boolean run(Call call, HostService service) {
        if (service.running()) {
            return true;
        }
        int refusal = startRefusal(call, service);
        if (refusal != 0) {
            call.error(call.errors().serviceNotStarted(service.name(), refusal));
            return false;
        }
        for (String needed : service.needs()) {
            HostService first = services(call).find(call.host(), needed).orElseThrow();
            if (!run(call, first)) {
                return false;
            }
        }
        simulated(call, "of the service " + service.name(), service::start);
        call.await("the service " + service.name() + " runs", service::running, PATIENCE);
        return true;
    }

    /** What it needs is asked first: whoever cannot start keeps it from starting. */
    private static int startRefusal(Call call, HostService service) {
        if (service.running() || service.startRefusal() != 0) {
            return service.running() ? 0 : service.startRefusal();
        }
        boolean needs = service.needs().stream()
                .flatMap(n -> services(call).find(call.host(), n).stream())
                .anyMatch(n -> startRefusal(call, n) != 0);
        return needs ? HostService.ERROR_SERVICE_DEPENDENCY_FAIL : 0;
    }

    private static void stop(Call call) {
        for (HostService one : targets(call)) {
            List<HostService> busy = services(call).needing(call.host(), one.name()).stream()
                    .filter(HostService::running)
                    .toList();
            if (!busy.isEmpty() && !call.args().on("Force")) {
                call.error(call.errors().serviceHasDependents(one.name()));
                continue;
            }
            if (busy.stream().allMatch(first -> halt(call, first)) && halt(call, one)) {
                pass(call, one);
            }
        }
    }

    private static boolean halt(Call call, HostService service) {
        if (service.running()) {
            if (service.stopRefusal() != 0) {
                call.error(call.errors().serviceNotStopped(service.name(), service.stopRefusal()));
                return false;
            }
            simulated(call, "of the service " + service.name(), service::stop);
        }
        return true;
    }

    private static void pass(Call call, HostService service) {
        if (call.args().on("PassThru")) {
            write(call, service);
        }
    }

    private static void write(Call call, HostService service) {
        call.write(call.objects()
                .service(
                        call.host(),
                        service.name(),
                        service.display(),
                        service.running(),
                        word(service.startType()),
                        service.startType()));
    }

    private static String word(int type) {
        return switch (type) {
            case HostService.AUTOMATIC -> "Automatic";
            case HostService.MANUAL -> "Manual";
            default -> "Disabled";
        };
    }
}
