package io.quorate.sql;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An instance of SQL Server.
 *
 * @param host the host, as the endpoint names it
 * @param name what {@code @@SERVERNAME} says, which is what a replica must be called: {@code SQL1} or {@code SQL1\INST}
 * @param version its version
 * @param edition its edition
 * @param hadrEnabled whether Always On is enabled
 * @param hadrManager whether the part that runs groups does
 * @param clustered whether it is a failover cluster instance
 * @param dataPath where data files go by default; empty where it does not tell
 * @param logPath where log files go by default; empty where it does not tell
 * @param collation its collation
 * @param cluster the cluster under it; null where there is none
 * @param serviceAccount the account that its service runs as; null where it may not be read
 */
public record SqlInstance(
        String host,
        String name,
        SqlVersion version,
        SqlEdition edition,
        boolean hadrEnabled,
        HadrManagerStatus hadrManager,
        boolean clustered,
        String dataPath,
        String logPath,
        String collation,
        @Nullable InstanceCluster cluster,
        @Nullable String serviceAccount) {
    public SqlInstance {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(edition, "edition");
        Objects.requireNonNull(hadrManager, "hadrManager");
        Objects.requireNonNull(dataPath, "dataPath");
        Objects.requireNonNull(logPath, "logPath");
        Objects.requireNonNull(collation, "collation");
    }

    /** Tells whether a replica of this name is this instance; the case does not matter. */
    public boolean isNamed(String replica) {
        return name.equalsIgnoreCase(replica);
    }
}
