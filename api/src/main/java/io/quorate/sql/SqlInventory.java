package io.quorate.sql;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is read of an instance, in one round trip.
 *
 * @param instance the instance itself
 * @param at when it was read, on the instance's clock
 * @param endpoint its mirroring endpoint; null if there is none
 * @param groups the groups it has a replica of, as it tells them
 * @param databases its databases
 * @param logins its log-ins
 * @param masterUsers the users of its master database, each with its log-in
 * @param masterKey whether its master database has a master key
 * @param certificates the certificates in its master database
 * @param volumes the volumes that hold its files
 * @param seedings automatic seedings, those under way and the last ones
 * @param readiness what else decides whether a group will work there
 */
public record SqlInventory(
        SqlInstance instance,
        Instant at,
        @Nullable MirroringEndpoint endpoint,
        List<AvailabilityGroup> groups,
        List<SqlDatabase> databases,
        List<SqlLogin> logins,
        List<MasterUser> masterUsers,
        boolean masterKey,
        List<ServerCertificate> certificates,
        List<DiskVolume> volumes,
        List<SeedingProgress> seedings,
        SqlReadiness readiness) {

    /**
     * A user of the master database.
     *
     * @param name its name
     * @param login its log-in; null for none
     */
    public record MasterUser(String name, @Nullable String login) {
        public MasterUser {
            Objects.requireNonNull(name, "name");
        }
    }

    public SqlInventory {
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(at, "at");
        groups = List.copyOf(groups);
        databases = List.copyOf(databases);
        logins = List.copyOf(logins);
        masterUsers = List.copyOf(masterUsers);
        certificates = List.copyOf(certificates);
        volumes = List.copyOf(volumes);
        seedings = List.copyOf(seedings);
        Objects.requireNonNull(readiness, "readiness");
    }

    /** Makes one of an instance that tells nothing else. */
    public SqlInventory(
            SqlInstance instance,
            Instant at,
            @Nullable MirroringEndpoint endpoint,
            List<AvailabilityGroup> groups,
            List<SqlDatabase> databases,
            List<SqlLogin> logins,
            List<MasterUser> masterUsers,
            boolean masterKey,
            List<ServerCertificate> certificates,
            List<DiskVolume> volumes,
            List<SeedingProgress> seedings) {
        this(
                instance,
                at,
                endpoint,
                groups,
                databases,
                logins,
                masterUsers,
                masterKey,
                certificates,
                volumes,
                seedings,
                SqlReadiness.UNKNOWN);
    }

    /** Returns a group by its name; the case does not matter. */
    public Optional<AvailabilityGroup> group(String name) {
        return groups.stream().filter(one -> one.isNamed(name)).findFirst();
    }

    /** Returns a database by its name; the case does not matter. */
    public Optional<SqlDatabase> database(String name) {
        return databases.stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Returns a log-in by its name; the case does not matter. */
    public Optional<SqlLogin> login(String name) {
        return logins.stream().filter(one -> one.name().equalsIgnoreCase(name)).findFirst();
    }

    /** Returns a certificate by its name; the case does not matter. */
    public Optional<ServerCertificate> certificate(String name) {
        return certificates.stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The same with other groups. */
    SqlInventory withGroups(List<AvailabilityGroup> others) {
        return new SqlInventory(
                instance,
                at,
                endpoint,
                others,
                databases,
                logins,
                masterUsers,
                masterKey,
                certificates,
                volumes,
                seedings,
                readiness);
    }
}
