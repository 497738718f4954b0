package io.quorate.mssql;

import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityReplica;
import io.quorate.sql.ReplicaRole;
import io.quorate.sql.SqlInventory;
import java.util.Optional;

/**
 * A handler of what the primary replica alone does. Who that is one instance may tell for another, but only of itself it is sure.
 *
 * @param <C> the command
 * @param <R> its result
 */
abstract class OnPrimary<C extends Command<R>, R> extends SqlChange<C, R> {
    private static final String PRIMARY = "SELECT g.name AS group_name, r.role_desc AS role_desc,"
            + " s.primary_replica AS primary_replica FROM sys.availability_groups AS g"
            + " LEFT JOIN sys.dm_hadr_availability_replica_states AS r ON r.group_id = g.group_id AND r.is_local = 1"
            + " LEFT JOIN sys.dm_hadr_availability_group_states AS s ON s.group_id = g.group_id";

    OnPrimary(Class<C> handles) {
        super(handles);
    }

    /** Returns the group's name. */
    abstract String group(C command);

    /** Judges what the primary tells of its group. */
    abstract Observation<R> done(C command, AvailabilityGroup group, SqlInventory seen);

    /** Refuses what must not be done to the primary's group; nothing by default. */
    void gate(C command, AvailabilityGroup group, SqlInventory seen) {}

    @Override
    protected final Observation<R> done(C command, SqlInventory seen) {
        Optional<AvailabilityGroup> group = seen.group(group(command));
        Optional<Fault> elsewhere = elsewhere(group(command), group, seen);
        if (group.isEmpty() || elsewhere.isPresent()) {
            Fault why = elsewhere.orElseThrow();
            return Observation.unknown(String.valueOf(why.getMessage()), why);
        }
        return done(command, group.get(), seen);
    }

    @Override
    final void gate(C command, SqlInventory seen) {
        seen.group(group(command)).ifPresent(group -> gate(command, group, seen));
    }

    /** Says that another one is to be asked: nothing was sent. */
    private static Optional<Fault> elsewhere(String name, Optional<AvailabilityGroup> group, SqlInventory seen) {
        String here = seen.instance().name();
        if (group.isEmpty()) {
            return Optional.of(Seen.missing(here + " has no replica of group " + name));
        }
        Optional<AvailabilityReplica> local = Roles.local(group.get(), seen);
        if (local.isPresent() && local.get().isPrimary()) {
            return Optional.empty();
        }
        String primary = group.get().primary();
        return Optional.of(Fault.refused(ErrorKind.BUSY)
                .code("41140")
                .hint("a failover may be under way; otherwise no replica leads the group: look at its cluster")
                .because(here + " is " + Roles.word(local) + " of group " + name + ", not its primary"
                        + (primary == null || primary.equalsIgnoreCase(here) ? "" : ", which is " + primary)));
    }

    @Override
    public Optional<Owner> locate(C command, SqlLink link) {
        for (SqlRow row : link.read(PRIMARY).rows()) {
            if (!group(command).equalsIgnoreCase(row.text("group_name", ""))) {
                continue;
            }
            if (row.text("role_desc", "").equalsIgnoreCase(ReplicaRole.PRIMARY.word())) {
                return Optional.of(Owner.surely(link.host()));
            }
            return link.hostOf(row.text("primary_replica", ""))
                    .filter(host -> !host.equals(link.host()))
                    .map(host -> new Owner(host, false, false));
        }
        return Optional.empty();
    }
}
