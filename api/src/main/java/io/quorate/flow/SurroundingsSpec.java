package io.quorate.flow;

import io.quorate.Shown;
import io.quorate.host.HostSqlInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who is asked what stands around a group. Mutable inside the lambda it is handed to, and of no use outside. */
public final class SurroundingsSpec {
    private final List<Place> places = new ArrayList<>();
    private @Nullable String cluster;
    private @Nullable Directory directory;

    SurroundingsSpec() {}

    /** Sets the endpoint of the cluster's nodes: how soon it gives a node up is asked there. */
    public SurroundingsSpec cluster(String endpoint) {
        cluster = Objects.requireNonNull(endpoint, "endpoint");
        return this;
    }

    /**
     * Sets which domain controller is asked what service principal names stand on which account.
     *
     * @param endpoint the endpoint of the controllers
     * @param controller one of them, as that endpoint names it
     * @param domain what stands before the backslash of its accounts: the domain's NetBIOS name
     */
    public SurroundingsSpec directory(String endpoint, String controller, String domain) {
        directory = new Directory(endpoint, controller, domain);
        return this;
    }

    /** Has the Windows of the default instance of a host asked as which account its service runs; see {@link #account(String, String, String, String)}. */
    public SurroundingsSpec account(String replica, String endpoint, String host) {
        return account(replica, endpoint, host, HostSqlInstance.DEFAULT);
    }

    /**
     * Has the Windows under an instance asked as which account its service runs.
     *
     * @param replica the instance's host, as the SQL endpoint names it
     * @param endpoint the endpoint of the Windows hosts
     * @param host the host, as that endpoint names it
     * @param instance the instance's name, without the host
     */
    public SurroundingsSpec account(String replica, String endpoint, String host, String instance) {
        places.add(new Place(replica, endpoint, host, instance));
        return this;
    }

    Wanted build() {
        if (cluster == null && directory == null && places.isEmpty()) {
            throw new IllegalArgumentException(
                    "surroundings of a group: say whom to ask, the cluster, a domain controller, or the Windows of an instance");
        }
        return new Wanted(cluster, directory, places);
    }

    /** Where an instance is. */
    record Place(String replica, String endpoint, String host, String instance) {
        Place {
            Objects.requireNonNull(replica, "replica");
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(host, "host");
            Objects.requireNonNull(instance, "instance");
        }
    }

    /** A domain, and who tells of it. */
    record Directory(String endpoint, String controller, String domain) {
        Directory {
            Objects.requireNonNull(endpoint, "endpoint");
            Objects.requireNonNull(controller, "controller");
            if (domain.isBlank() || domain.indexOf('\\') >= 0 || domain.indexOf('.') >= 0) {
                throw new IllegalArgumentException(
                        "not what stands before an account's backslash, as in LAB\\svc-sql: '" + domain + "'");
            }
        }

        /** Tells whether an account is one of this domain. */
        boolean has(String account) {
            return account.toLowerCase(Locale.ROOT).startsWith(domain.toLowerCase(Locale.ROOT) + "\\");
        }

        String account(String shortName) {
            return domain + "\\" + shortName;
        }
    }

    /** The finished specification. */
    record Wanted(@Nullable String cluster, @Nullable Directory directory, List<Place> places) {
        Wanted {
            places = List.copyOf(places);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("places", places)
                .with("cluster", cluster)
                .with("directory", directory)
                .toString();
    }
}
