package io.quorate.sql.command;

import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.DatabaseState;
import io.quorate.sql.MirroringEndpoint;
import io.quorate.sql.ServerCertificate;
import io.quorate.sql.SqlDatabase;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What an instance tells, being changed into what it tells once something is done. */
final class InventoryEdit {
    private final SqlInventory before;
    final List<SqlLogin> logins;
    final List<SqlInventory.MasterUser> users;
    boolean masterKey;

    @Nullable
    MirroringEndpoint endpoint;

    private final List<AvailabilityGroup> groups;
    private final List<SqlDatabase> databases;
    private final List<ServerCertificate> certificates;

    private InventoryEdit(SqlInventory before) {
        this.before = before;
        this.endpoint = before.endpoint();
        this.masterKey = before.masterKey();
        this.groups = new ArrayList<>(before.groups());
        this.databases = new ArrayList<>(before.databases());
        this.logins = new ArrayList<>(before.logins());
        this.users = new ArrayList<>(before.masterUsers());
        this.certificates = new ArrayList<>(before.certificates());
    }

    static SqlInventory of(SqlInventory before, Consumer<InventoryEdit> changes) {
        InventoryEdit edit = new InventoryEdit(before);
        changes.accept(edit);
        return new SqlInventory(
                before.instance(),
                before.at(),
                edit.endpoint,
                edit.groups,
                edit.databases,
                edit.logins,
                edit.users,
                edit.masterKey,
                edit.certificates,
                before.volumes(),
                before.seedings(),
                before.readiness());
    }

    /** Returns what the instance is called. */
    String server() {
        return before.instance().name();
    }

    /** Tells whether it is asked for at this host. */
    boolean at(String host) {
        return before.instance().host().equalsIgnoreCase(host);
    }

    // groups

    boolean hasGroup(String name) {
        return groups.stream().anyMatch(one -> one.isNamed(name));
    }

    void add(AvailabilityGroup group) {
        groups.removeIf(one -> one.isNamed(group.name()));
        groups.add(group);
    }

    /** Changes a group if it is there. */
    void group(String name, Consumer<GroupEdit> changes) {
        groups.replaceAll(one -> one.isNamed(name) ? GroupEdit.of(one, server(), changes) : one);
        for (AvailabilityGroup group : groups) {
            if (group.isNamed(name)) {
                own(group);
            }
        }
    }

    /** Has the databases here be the group's that have a copy of it here, and no others. */
    private void own(AvailabilityGroup group) {
        for (var database : group.databases()) {
            boolean here = database.on(server())
                    .filter(copy -> copy.joined() || copy.primary())
                    .isPresent();
            if (here && database(database.name()) == null) {
                databases.add(RehearsedParts.database(database.name(), DatabaseState.ONLINE));
            }
        }
        databases.replaceAll(one -> {
            boolean here = group.database(one.name())
                    .flatMap(database -> database.on(server()))
                    .filter(copy -> copy.joined() || copy.primary())
                    .isPresent();
            boolean was = one.group() != null && group.isNamed(one.group());
            return here ? in(group.name(), one) : was ? in(null, one) : one;
        });
    }

    void dropGroup(String name) {
        groups.removeIf(one -> one.isNamed(name));
        databases.replaceAll(one -> one.group() != null && one.group().equalsIgnoreCase(name) ? in(null, one) : one);
    }

    // databases

    private @Nullable SqlDatabase database(String name) {
        return databases.stream()
                .filter(one -> one.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    /** Changes a database; one that is not there is put there. */
    void database(String name, UnaryOperator<SqlDatabase> change) {
        if (database(name) == null) {
            databases.add(RehearsedParts.database(name, DatabaseState.RESTORING));
        }
        databases.replaceAll(one -> one.name().equalsIgnoreCase(name) ? change.apply(one) : one);
    }

    private static SqlDatabase in(@Nullable String group, SqlDatabase one) {
        return RehearsedParts.database(one, group, one.fullBackup());
    }

    // certificates

    void add(ServerCertificate certificate) {
        certificates.removeIf(one -> one.name().equalsIgnoreCase(certificate.name()));
        certificates.add(certificate);
    }

    void dropCertificate(String name) {
        certificates.removeIf(one -> one.name().equalsIgnoreCase(name));
    }
}
