package io.quorate.sql;

import io.quorate.Span;
import io.quorate.cluster.ClusterSettings;
import io.quorate.sql.GroupSurroundings.ListenerObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a group needs of the cluster, the directory and the network besides what instances tell: compared where somebody has looked, and said to be
 * untold where nobody has, so that it is not taken for fine. Without I/O.
 */
final class UntoldPreflight {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;
    private final GroupSurroundings around;

    UntoldPreflight(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
        this.around = wanted.surroundings();
    }

    void run() {
        boolean clustered = wanted.clusterType().equals(ClusterType.WSFC);
        boolean there = seen.group(wanted.name()).isPresent();
        if (clustered) {
            lease(there);
            budget(there);
        }
        if (wanted.listener() != null) {
            if (clustered) {
                object(wanted.listener().dnsName());
            }
            if (!there || around.principals() != null) {
                principal(wanted.listener().dnsName());
            }
        }
        certificates(there);
    }

    private void lease(boolean there) {
        ClusterSettings cluster = wanted.cluster();
        if (cluster == null) {
            if (!there) {
                out.hint(
                        "whether half the lease is shorter than the time after which the cluster gives a node up cannot be"
                                + " told; give the cluster's settings");
            }
            return;
        }
        shorter(cluster.sameSubnetTimeout(), "");
        boolean several = wanted.listener() != null
                && !wanted.listener().dhcp()
                && wanted.listener().addresses().size() > 1;
        if (several && cluster.crossSubnetTimeout().compareTo(cluster.sameSubnetTimeout()) != 0) {
            shorter(cluster.crossSubnetTimeout(), " of another subnet");
        }
    }

    private void shorter(Duration silent, String where) {
        Duration lease = around.lease() == null ? GroupPreflight.LEASE : around.lease();
        if (lease.dividedBy(2).compareTo(silent) >= 0) {
            out.hint("half of the " + (around.lease() == null ? "usual " : "") + "lease of " + Span.words(lease)
                    + " is not shorter than the " + Span.words(silent) + " after which the cluster gives a node"
                    + where
                    + " up; raise the threshold, or lower the lease");
        }
    }

    private void budget(boolean there) {
        Integer allowed = around.failoverThreshold();
        if (allowed == null) {
            if (!there) {
                out.hint(
                        "how many failovers the cluster allows the group cannot be told; usually one less than its nodes"
                                + nodes() + " in six hours, after which it stays off line");
            }
            return;
        }
        int others = wanted.replicas().size() - 1;
        if (allowed < Math.max(1, others)) {
            Duration period = around.failoverPeriod();
            out.hint("the cluster allows the group " + allowed + " failovers"
                    + (period == null ? "" : " in " + Span.words(period)) + ", and it has " + others
                    + " replicas to fail over to: after that it stays off line; raise FailoverThreshold of its role to "
                    + Math.max(1, others) + " at least");
        }
    }

    private String nodes() {
        return seen.instances().stream()
                .map(one -> one.instance().cluster())
                .filter(Objects::nonNull)
                .mapToLong(cluster -> cluster.members().stream()
                        .filter(member -> member.type().equals("CLUSTER_NODE"))
                        .count())
                .filter(nodes -> nodes > 0)
                .boxed()
                .findFirst()
                .map(nodes -> " (" + (nodes - 1) + ")")
                .orElse("");
    }

    /** The cluster makes the listener's computer object, if it may. */
    private void object(String listener) {
        if (seen.group(wanted.name()).flatMap(group -> group.listener(listener)).isPresent()) {
            return;
        }
        ListenerObject object = around.listenerObject();
        if (object == null) {
            out.hint(
                    "the cluster's computer object needs the right to create computer objects, or the one for listener "
                            + listener
                            + " made beforehand; it may create ten by default, and those of removed groups count (19471)");
        } else if (object.there() && !object.controlled()) {
            out.against("the computer object of listener " + listener
                    + " is there, and the cluster's computer object has no full control of it; grant it that (19471)");
        } else if (!object.there() && !object.delegated()) {
            Integer created = object.created();
            if (created == null) {
                out.hint("whether the cluster's computer object may create another one, of " + object.quota()
                        + " in all, cannot be told; grant it the right to create computer objects, or make the one of listener "
                        + listener + " beforehand (19471)");
            } else if (created >= object.quota()) {
                out.against("the cluster's computer object has created " + created + " of the " + object.quota()
                        + " computer objects it may, those of removed groups included, so that it cannot make the one of"
                        + " listener " + listener
                        + "; remove those that are left over, grant it the right to create computer objects, or make the"
                        + " listener's beforehand (19471)");
            }
        }
    }

    /** Kerberos through the listener needs its name registered for the one account that all instances run as. */
    private void principal(String listener) {
        Set<String> accounts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        boolean untold = false;
        for (SqlInventory one : seen.instances()) {
            String account = account(one);
            untold |= account == null;
            if (account != null) {
                boolean local = account.indexOf('\\') < 0
                        || account.startsWith(".\\")
                        || account.toUpperCase(Locale.ROOT).startsWith("NT ");
                accounts.add(local ? account + " of " + one.instance().name() : account);
            }
        }
        String name = "MSSQLSvc/" + listener;
        if (accounts.size() > 1) {
            out.hint("Kerberos through listener " + listener + " needs " + name
                    + " registered for the one domain account that all instances run as, and they run as "
                    + String.join(", ", accounts) + "; have all run as one account of the domain");
        } else if (untold || accounts.isEmpty() || around.principals() == null) {
            out.hint("whether " + name + " is registered for "
                    + (untold || accounts.isEmpty()
                            ? "the account that all instances run as"
                            : accounts.iterator().next())
                    + " cannot be told; without it clients of the listener get NTLM (setspn -S)");
        } else {
            registered(name, accounts.iterator().next(), around.principals());
        }
    }

    private void registered(String name, String account, Map<String, List<String>> principals) {
        List<String> holders = new ArrayList<>();
        principals.forEach((holder, names) -> {
            if (names.stream().anyMatch(one -> means(one, name))) {
                holders.add(holder);
            }
        });
        List<String> wrong = holders.stream()
                .filter(holder -> !holder.equalsIgnoreCase(account))
                .toList();
        if (!wrong.isEmpty()) {
            out.hint(name + " is registered for " + String.join(", ", wrong) + ", and the instances run as " + account
                    + ": Kerberos through the listener fails; take it away there (setspn -D)"
                    + (holders.size() > wrong.size() ? "" : " and register it for " + account + " (setspn -S)"));
        } else if (holders.isEmpty() && !principals.containsKey(account)) {
            out.hint("whether " + name + " is registered for " + account
                    + " cannot be told: nobody has looked at that account; without it clients of the listener get NTLM"
                    + " (setspn -S)");
        } else if (holders.isEmpty()) {
            out.hint(name + " is not registered for " + account
                    + ", as which the instances run: clients of the listener get NTLM; register it, with the port and the"
                    + " domain, too (setspn -S)");
        }
    }

    /** A service principal name means a host with its domain or without, with a port or without. */
    private static boolean means(String one, String name) {
        String bare = one.strip().toUpperCase(Locale.ROOT);
        String wanted = name.toUpperCase(Locale.ROOT);
        return bare.equals(wanted) || bare.startsWith(wanted + ".") || bare.startsWith(wanted + ":");
    }

    /** The account of an instance's service: as it tells, or as somebody said. */
    private @Nullable String account(SqlInventory one) {
        return wanted.replicas().stream()
                .filter(replica ->
                        replica.host().equalsIgnoreCase(one.instance().host()))
                .map(ReplicaSpec.Wanted::serviceAccount)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(one.instance().serviceAccount());
    }

    /** Each instance is reached by the listener's name and by that of its own routing URLs. */
    private void certificates(boolean there) {
        Set<String> untold = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (SqlInventory one : seen.instances()) {
            Set<String> missing = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            for (String name : clientsNames(one)) {
                Boolean covered = one.readiness().names(name).orElse(null);
                if (covered == null) {
                    untold.add(name);
                } else if (!covered) {
                    missing.add(name);
                }
            }
            List<String> shown = one.readiness().tlsNames();
            if (!missing.isEmpty() && shown != null) {
                out.hint("the TLS certificate of " + one.instance().name() + " names "
                        + (shown.isEmpty() ? "nobody" : String.join(", ", shown)) + ", and not "
                        + String.join(", ", missing)
                        + ", by which clients come; give it one with these subject alternative names, or clients set"
                        + " hostNameInCertificate");
            }
        }
        if (!untold.isEmpty() && !there) {
            out.hint("whether the TLS certificate of each instance covers " + String.join(", ", untold)
                    + ", by which clients come, cannot be told");
        }
    }

    private Set<String> clientsNames(SqlInventory one) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (wanted.listener() != null) {
            names.add(wanted.listener().dnsName());
        }
        for (ReplicaSpec.Wanted replica : wanted.replicas()) {
            if (replica.host().equalsIgnoreCase(one.instance().host())) {
                add(names, replica.routingUrl());
                add(names, replica.readWriteRoutingUrl());
            }
        }
        return names;
    }

    private static void add(Set<String> names, @Nullable String url) {
        if (url != null) {
            names.add(url.replaceFirst("(?i)^tcp://", "").replaceFirst(":\\d+$", ""));
        }
    }
}
