package io.quorate.lab.rule;

import io.quorate.lab.model.Cluster;
import io.quorate.lab.model.GroupState;
import io.quorate.lab.model.ReplicaDoor;
import io.quorate.lab.model.ResourceState;
import io.quorate.lab.shell.LiveObject;
import io.quorate.winrm.psrp.PsValue;
import java.util.List;
import java.util.Set;

/** What lets replicas in: the firewall's rules for them, and a cluster's broker. */
final class ReplicaServerRules {
    private static final String FIREWALL = "NetSecurity\\";
    private static final String CLUSTER = "FailoverClusters\\";
    private static final String BROKER = "Virtual Machine Replication Broker";

    private ReplicaServerRules() {}

    static void addTo(Rules rules) {
        rules.add(FIREWALL + "Enable-NetFirewallRule", Set.of("Name"), ReplicaServerRules::enable);
        rules.add(
                CLUSTER + "Add-ClusterServerRole",
                Set.of("Name", "StaticAddress", "Cluster"),
                ReplicaServerRules::role);
        rules.add(
                CLUSTER + "Add-ClusterResource",
                Set.of("Name", "ResourceType", "Group", "Cluster"),
                ReplicaServerRules::resource);
        rules.add(
                CLUSTER + "Add-ClusterResourceDependency",
                Set.of("Resource", "Provider", "Cluster"),
                ReplicaServerRules::depend);
    }

    private static boolean known(String rule) {
        return rule.equalsIgnoreCase(ReplicaDoor.KERBEROS) || rule.equalsIgnoreCase(ReplicaDoor.CERTIFICATE);
    }

    private static ReplicaDoor door(Call call) {
        return call.estate().replications().servers().door(call.host());
    }

    private static List<String> named(Call call) {
        List<String> names = call.args().texts("Name");
        if (names.isEmpty()) {
            throw call.notSimulated("of all rules");
        }
        return names;
    }

    /** Tells the rules for replicas, if nothing else was asked for. */
    static boolean tells(Call call) {
        List<String> names = call.args().texts("Name");
        if (names.isEmpty() || !names.stream().allMatch(ReplicaServerRules::known)) {
            return false;
        }
        rules(call);
        return true;
    }

    private static void rules(Call call) {
        for (String name : named(call)) {
            if (known(name)) {
                boolean open = name.equalsIgnoreCase(ReplicaDoor.KERBEROS)
                        ? door(call).kerberos()
                        : door(call).certificate();
                call.write(rule(name, open));
            } else {
                call.none("MSFT_NetFirewallRule", "InstanceID", name);
            }
        }
    }

    private static LiveObject rule(String name, boolean open) {
        String prefix = "Microsoft.Management.Infrastructure.CimInstance";
        return new LiveObject(
                        List.of(
                                prefix + "#root/standardcimv2/MSFT_NetFirewallRule",
                                prefix + "#MSFT_NetFirewallRule",
                                prefix,
                                "System.Object"),
                        name,
                        "MSFT_NetFirewallRule")
                .property("Name", PsValue.string(name))
                .property(
                        "Enabled",
                        Shapes.enumeration(
                                "Microsoft.PowerShell.Cmdletization.GeneratedTypes.NetSecurity.Enabled",
                                open ? "True" : "False",
                                open ? 1 : 2,
                                "int"));
    }

    private static void enable(Call call) {
        for (String name : named(call)) {
            if (known(name)) {
                call.change(() ->
                        call.estate().replications().servers().set(door(call).opened(name)));
            } else {
                call.none("MSFT_NetFirewallRule", "InstanceID", name);
            }
        }
    }

    private static String text(Call call, String parameter) {
        String text = call.args().text(parameter);
        if (text == null) {
            throw call.notSimulated("without -" + parameter);
        }
        return text;
    }

    private static void role(Call call) {
        Cluster cluster = call.cluster();
        GroupState made = call.change(() -> call.estate()
                .replications()
                .brokers()
                .addServerRole(cluster, text(call, "Name"), call.args().texts("StaticAddress")));
        call.write(call.objects().group(cluster, made));
    }

    private static void resource(Call call) {
        if (!BROKER.equalsIgnoreCase(text(call, "ResourceType"))) {
            throw call.notSimulated("of a " + text(call, "ResourceType"));
        }
        Cluster cluster = call.cluster();
        ResourceState made = call.change(() ->
                call.estate().replications().brokers().addResource(cluster, text(call, "Name"), text(call, "Group")));
        call.write(call.objects().resource(cluster, made));
    }

    private static void depend(Call call) {
        Cluster cluster = call.cluster();
        call.change(() ->
                call.estate().replications().brokers().depend(cluster, text(call, "Resource"), text(call, "Provider")));
    }
}
