package io.quorate.sql;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** What a group needs and the instances do not tell: each is said, so that it is not taken for fine. Without I/O. */
final class UntoldPreflight {
    private final GroupSpec.Wanted wanted;
    private final Estate seen;
    private final GroupSteps out;

    UntoldPreflight(GroupSpec.Wanted wanted, Estate seen, GroupSteps out) {
        this.wanted = wanted;
        this.seen = seen;
        this.out = out;
    }

    void run() {
        if (seen.group(wanted.name()).isPresent()) {
            return;
        }
        if (wanted.clusterType().equals(ClusterType.WSFC)) {
            cluster();
        }
        if (wanted.listener() != null) {
            principal(wanted.listener().dnsName());
        }
        certificates();
    }

    private void cluster() {
        if (wanted.cluster() == null) {
            out.hint(
                    "whether half the lease is shorter than the time after which the cluster gives a node up cannot be told;"
                            + " give the cluster's settings");
        }
        out.hint(
                "how many failovers the cluster allows the group cannot be told; usually one less than its nodes in six"
                        + " hours, after which it stays off line");
    }

    /** Kerberos through the listener needs its name registered for the one account that all instances run as. */
    private void principal(String listener) {
        Set<String> accounts = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        boolean untold = false;
        for (SqlInventory one : seen.instances()) {
            String account = one.instance().serviceAccount();
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
                    + String.join(", ", accounts));
        } else {
            out.hint("whether " + name + " is registered for "
                    + (untold || accounts.isEmpty()
                            ? "the account that all instances run as"
                            : accounts.iterator().next())
                    + " cannot be told; without it clients of the listener get NTLM (setspn -S)");
        }
    }

    private void certificates() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        if (wanted.listener() != null) {
            names.add(wanted.listener().dnsName());
        }
        wanted.replicas().stream()
                .filter(replica -> replica.routingUrl() != null)
                .map(replica -> String.valueOf(replica.routingUrl())
                        .replaceFirst("(?i)^tcp://", "")
                        .replaceFirst(":\\d+$", ""))
                .forEach(names::add);
        if (!names.isEmpty()) {
            out.hint("whether the TLS certificate of each instance covers " + String.join(", ", names)
                    + ", by which clients come, cannot be told");
        }
    }
}
