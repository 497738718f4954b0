package io.quorate.lab;

import io.quorate.Shown;
import io.quorate.lab.kernel.World;
import io.quorate.lab.model.sql.InstanceOddity;
import io.quorate.lab.model.sql.SqlEstate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Has an instance of the lab not be as a group needs it, to see whether that is found before anything is made ({@link LabSql#odd}). Only what the
 * instance tells of itself changes. Thread-safe.
 */
public final class SqlOddities {
    private final World world;
    private final SqlEstate sql;
    private final String instance;
    private final Runnable changed;

    SqlOddities(World world, SqlEstate sql, String instance, Runnable changed) {
        this.world = world;
        this.sql = sql;
        this.instance = instance;
        this.changed = changed;
    }

    private SqlOddities change(String what, UnaryOperator<InstanceOddity> change) {
        world.change(
                instance + ": " + what,
                () -> world.put(InstanceOddity.key(instance), change.apply(sql.oddity(instance))));
        changed.run();
        return this;
    }

    private static Set<String> with(Set<String> names, String name) {
        Set<String> all = new TreeSet<>(names);
        all.add(name);
        return all;
    }

    /** Has its machine be renamed after SQL Server's setup, so that {@code @@SERVERNAME} is the old name; null for not. */
    public SqlOddities renamed(@Nullable String windowsName) {
        return change(
                "renamed",
                o -> new InstanceOddity(
                        windowsName,
                        o.filestream(),
                        o.containedLogins(),
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        o.streaming()));
    }

    /** Says how far FILESTREAM is enabled; 0, as usual, for not at all. */
    public SqlOddities filestream(int level) {
        return change(
                "FILESTREAM " + level,
                o -> new InstanceOddity(
                        o.windowsName(),
                        level,
                        o.containedLogins(),
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        o.streaming()));
    }

    /** Says whether it takes contained databases; it does not, as usual. */
    public SqlOddities takesContained(boolean on) {
        return change(
                "contained database authentication " + on,
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        on,
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        o.streaming()));
    }

    /** Says whether somebody else has the port of its mirroring endpoint, so that it does not listen though it is started. */
    public SqlOddities portTaken(boolean on) {
        return change(
                "port of the mirroring endpoint taken " + on,
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        o.containedLogins(),
                        on,
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        o.streaming()));
    }

    /** Says how much is free on its volumes. */
    public SqlOddities free(long bytes) {
        return change(
                "free " + bytes,
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        o.containedLogins(),
                        o.portTaken(),
                        bytes,
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        o.streaming()));
    }

    /**
     * Has a database be encrypted.
     *
     * @param thumbprint of the certificate that does it, in hexadecimal digits; empty for a key of another kind
     */
    public SqlOddities encrypted(String database, String thumbprint) {
        return change(database + " encrypted", o -> {
            Map<String, String> all = new HashMap<>(o.encrypted());
            all.put(database, thumbprint);
            return new InstanceOddity(
                    o.windowsName(),
                    o.filestream(),
                    o.containedLogins(),
                    o.portTaken(),
                    o.free(),
                    all,
                    o.keyed(),
                    o.contained(),
                    o.streaming());
        });
    }

    /** Has a database have a master key of its own. */
    public SqlOddities keyed(String database) {
        return change(
                database + " with a master key",
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        o.containedLogins(),
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        with(o.keyed(), database),
                        o.contained(),
                        o.streaming()));
    }

    /** Has a database be contained. */
    public SqlOddities contained(String database) {
        return change(
                database + " contained",
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        o.containedLogins(),
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        with(o.contained(), database),
                        o.streaming()));
    }

    /** Has a database have FILESTREAM data. */
    public SqlOddities streaming(String database) {
        return change(
                database + " with FILESTREAM data",
                o -> new InstanceOddity(
                        o.windowsName(),
                        o.filestream(),
                        o.containedLogins(),
                        o.portTaken(),
                        o.free(),
                        o.encrypted(),
                        o.keyed(),
                        o.contained(),
                        with(o.streaming(), database)));
    }

    /** Has all be as usual again. */
    public void clear() {
        change("as usual", o -> InstanceOddity.NONE);
    }

    @Override
    public String toString() {
        return Shown.as(this).with("instance", instance).toString();
    }
}
