package io.quorate.sql;

import java.util.ArrayList;
import java.util.List;

/** What an instance still lacks after a failover to it. A function, without I/O. */
final class Failovers {
    private Failovers() {}

    /** Says what is missing until it leads, its databases are open and the listener answers; empty if nothing is. */
    static List<String> missing(SqlInventory one, String name) {
        AvailabilityGroup group = one.group(name).orElse(null);
        String server = one.instance().name();
        if (group == null) {
            return List.of("group " + name + " does not show at " + server);
        }
        List<String> missing = new ArrayList<>();
        if (!Estate.leads(one, name)) {
            missing.add(server + " is "
                    + Estate.role(one, name).map(ReplicaRole::word).orElse("of unknown role"));
        }
        for (AvailabilityDatabase database : group.databases()) {
            DatabaseReplicaState state = database.on(server).orElse(null);
            DatabaseState is = state != null && state.state() != null
                    ? state.state()
                    : one.database(database.name()).map(SqlDatabase::state).orElse(null);
            if (!DatabaseState.ONLINE.equals(is)) {
                missing.add("database " + database.name() + " is " + (is == null ? "not told of" : is));
            }
        }
        // Without a cluster nobody takes the listener's addresses along.
        List<AvailabilityListener> follow =
                group.clusterType().equals(ClusterType.NONE) ? List.of() : group.listeners();
        for (AvailabilityListener listener : follow) {
            boolean answers = listener.addresses().isEmpty()
                    || listener.addresses().stream()
                            .anyMatch(address -> address.state().equals(ListenerAddressState.ONLINE));
            if (!answers) {
                missing.add("no address of listener " + listener.name() + " is on line");
            }
        }
        return missing;
    }
}
