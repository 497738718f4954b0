package io.quorate.lab.rule;

import io.quorate.lab.model.NodeState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Get-Service for the services the lab has: the cluster service is Disabled until a cluster's setup enables it. */
final class ServiceRules {
    private static final List<String> NAMES = List.of("ClusSvc", "vmms", "WinRM");

    private ServiceRules() {}

    static void addTo(Rules rules) {
        rules.add("Microsoft.PowerShell.Management\\Get-Service", Set.of("Name"), ServiceRules::get);
    }

    private static void get(Call call) {
        List<String> wanted = call.args().texts("Name");
        for (String pattern : wanted.isEmpty() ? List.of("*") : wanted) {
            List<String> found = new ArrayList<>(NAMES);
            found.removeIf(n -> !Call.like(n, pattern));
            if (found.isEmpty() && !Call.wild(pattern)) {
                call.error(call.errors().noSuchService(pattern));
            }
            found.forEach(n -> write(call, n));
        }
    }

    private static void write(Call call, String name) {
        String host = call.host();
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
}
