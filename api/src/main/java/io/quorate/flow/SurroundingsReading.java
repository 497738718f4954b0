package io.quorate.flow;

import io.quorate.call.Calls;
import io.quorate.cluster.ClusterClient;
import io.quorate.cluster.ClusterSettings;
import io.quorate.directory.DirectoryClient;
import io.quorate.directory.NamedAccount;
import io.quorate.error.QuorateException;
import io.quorate.host.HostClient;
import io.quorate.sql.GroupSurroundings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One look at what stands around a group. */
final class SurroundingsReading {
    private final Function<String, Calls> doors;
    private final SurroundingsSpec.Wanted wanted;
    private final List<String> untold = new ArrayList<>();

    SurroundingsReading(Function<String, Calls> doors, SurroundingsSpec.Wanted wanted) {
        this.doors = doors;
        this.wanted = wanted;
    }

    FoundSurroundings read() {
        ClusterSettings cluster = cluster();
        Map<String, String> accounts = new LinkedHashMap<>();
        wanted.places().forEach(place -> account(place, accounts));
        return new FoundSurroundings(cluster, principals(accounts), accounts, untold);
    }

    private @Nullable ClusterSettings cluster() {
        if (wanted.cluster() == null) {
            return null;
        }
        try {
            return new ClusterClient(doors.apply(wanted.cluster())).get().settings();
        } catch (QuorateException e) {
            untold.add("the settings of the cluster: " + e.said());
            return null;
        }
    }

    /** Takes accounts of a domain only: any other goes by its machine's on the network, and by no name that Windows tells of the service. */
    private void account(SurroundingsSpec.Place place, Map<String, String> accounts) {
        String what = "the account of " + place.instance() + " on " + place.host() + ": ";
        try {
            String account = new HostClient(doors.apply(place.endpoint()), place.host())
                    .sqlInstances()
                    .find(place.instance())
                    .map(instance -> instance.service().account())
                    .orElse(null);
            if (account == null) {
                untold.add(what + "there is no such instance");
            } else if (account.isBlank()) {
                untold.add(what + "Windows does not tell");
            } else if (!domainAccount(account)) {
                untold.add(what + "it is " + account + ", which is none of a domain");
            } else {
                accounts.put(place.replica(), account);
            }
        } catch (QuorateException e) {
            untold.add(what + e.said());
        }
    }

    private static boolean domainAccount(String account) {
        int cut = account.indexOf('\\');
        String before = cut < 0 ? "" : account.substring(0, cut).toUpperCase(Locale.ROOT);
        return !before.isEmpty() && !before.equals(".") && !before.startsWith("NT ");
    }

    /** Who is not in the controller's list has no such name; of accounts of other domains it tells nothing. */
    private GroupSurroundings principals(Map<String, String> accounts) {
        GroupSurroundings around = GroupSurroundings.UNKNOWN;
        SurroundingsSpec.Directory directory = wanted.directory();
        if (directory == null) {
            return around;
        }
        List<NamedAccount> named;
        try {
            named = new DirectoryClient(doors.apply(directory.endpoint())).serviceNames(directory.controller());
        } catch (QuorateException e) {
            untold.add("the service principal names of domain " + directory.domain() + ": " + e.said());
            return around;
        }
        for (String account : accounts.values()) {
            if (directory.has(account)) {
                around = around.principals(account);
            } else {
                untold.add("the service principal names of " + account + ": it is not of domain " + directory.domain());
            }
        }
        for (NamedAccount one : named) {
            String account = accounts.values().stream()
                    .filter(known -> directory.has(known) && one.isNamed(known))
                    .findFirst()
                    .orElse(directory.account(one.account()));
            around = around.principals(account, one.serviceNames().toArray(String[]::new));
        }
        return around;
    }
}
