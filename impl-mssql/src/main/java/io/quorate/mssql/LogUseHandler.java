package io.quorate.mssql;

import io.quorate.Size;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.spi.Step;
import io.quorate.sql.DiskVolume;
import io.quorate.sql.LogUse;
import io.quorate.sql.command.GetLogUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads how much of their logs databases use: by the instance's counters, because the view that tells more of one database wants to be asked inside
 * it. What the files may grow by is the least of their limits and what their volumes have free.
 */
final class LogUseHandler implements Handler<GetLogUse, List<LogUse>, SqlLink> {
    private static final String SIZE = "Log File(s) Size (KB)";
    private static final String USED = "Log File(s) Used Size (KB)";
    private static final long KIB = 1024;
    private static final long PAGE = 8 * KIB;

    private static final String BATCH = "SELECT @@SERVERNAME AS server_name, SYSUTCDATETIME() AS read_at;\n"
            + "SELECT name, database_id, log_reuse_wait_desc FROM sys.databases;\n"
            + "SELECT database_id, physical_name, size, max_size, growth FROM sys.master_files WHERE type = 1;\n"
            + "SELECT instance_name, counter_name, cntr_value FROM sys.dm_os_performance_counters WHERE counter_name IN (N'"
            + SIZE + "', N'" + USED + "');\n"
            + Section.VOLUMES.select(0) + ";\n";

    private static final int RESULTS = 5;

    @Override
    public Class<GetLogUse> handles() {
        return GetLogUse.class;
    }

    @Override
    public List<Step> steps(GetLogUse command, SqlLink link) {
        return List.of();
    }

    @Override
    public List<Step> foreseen(GetLogUse command, String host) {
        return List.of();
    }

    @Override
    public List<LogUse> run(GetLogUse command, SqlLink link) {
        return link.looking(() -> {
            SqlReply reply = link.read(BATCH);
            if (reply.results().size() != RESULTS) {
                throw Fault.lasting(ErrorKind.BAD_REPLY)
                        .because(link.address() + " answered a batch of " + RESULTS + " questions with "
                                + reply.results().size() + " results");
            }
            return uses(
                    rows(reply, 0).stream()
                            .findFirst()
                            .orElseThrow(() -> Fault.lasting(ErrorKind.BAD_REPLY)
                                    .because(link.address() + " says nothing of itself")),
                    rows(reply, 1),
                    rows(reply, 2),
                    rows(reply, 3),
                    rows(reply, 4));
        });
    }

    private static List<SqlRow> rows(SqlReply reply, int result) {
        return reply.results().get(result).rows();
    }

    private static List<LogUse> uses(
            SqlRow first, List<SqlRow> databases, List<SqlRow> files, List<SqlRow> counters, List<SqlRow> volumes) {
        List<LogUse> uses = new ArrayList<>();
        Instant at = first.time("read_at");
        for (SqlRow row : databases) {
            String name = row.text("name", "");
            Long size = counter(counters, name, SIZE);
            Long used = counter(counters, name, USED);
            if (name.isEmpty() || size == null || used == null) {
                continue;
            }
            List<SqlRow> logs = files.stream()
                    .filter(file -> Objects.equals(file.number("database_id"), row.number("database_id")))
                    .toList();
            Long growth = growth(logs, volumes);
            uses.add(new LogUse(
                    name,
                    first.text("server_name", ""),
                    at == null ? Instant.EPOCH : at,
                    Size.bytes(size),
                    Size.bytes(used),
                    growth == null ? null : Size.bytes(Math.max(0, size - used) + growth),
                    row.text("log_reuse_wait_desc", "")));
        }
        return uses;
    }

    /** Returns a counter's bytes; its name is padded with blanks. */
    private static @Nullable Long counter(List<SqlRow> counters, String database, String name) {
        return counters.stream()
                .filter(row -> row.text("instance_name", "").trim().equalsIgnoreCase(database)
                        && row.text("counter_name", "").trim().equalsIgnoreCase(name))
                .map(row -> row.number("cntr_value"))
                .filter(Objects::nonNull)
                .findFirst()
                .map(kib -> Math.max(0, kib) * KIB)
                .orElse(null);
    }

    /** Returns by how much the files of a log may grow; null where a volume does not tell what is free. */
    private static @Nullable Long growth(List<SqlRow> files, List<SqlRow> volumes) {
        if (files.isEmpty()) {
            return null;
        }
        long all = 0;
        Set<String> counted = new HashSet<>();
        for (SqlRow file : files) {
            long most = file.number("max_size", -1);
            boolean grows = file.number("growth", 0) > 0 && most != 0;
            if (!grows) {
                continue;
            }
            long limit = most < 0 ? Long.MAX_VALUE : Math.max(0, most - file.number("size", 0)) * PAGE;
            DiskVolume volume = volume(file.text("physical_name", ""), volumes);
            if (volume == null) {
                return null;
            }
            // Two files on one volume share what is free there.
            long free = counted.add(volume.mountPoint()) ? volume.free().bytes() : 0;
            all += Math.min(limit, free);
        }
        return all;
    }

    private static @Nullable DiskVolume volume(String path, List<SqlRow> volumes) {
        DiskVolume best = null;
        for (SqlRow row : volumes) {
            Long free = row.number("available_bytes");
            String mount = row.text("volume_mount_point");
            if (mount == null || free == null) {
                continue;
            }
            DiskVolume one = new DiskVolume(
                    mount, Size.bytes(Math.max(0, row.number("total_bytes", 0))), Size.bytes(Math.max(0, free)));
            if (one.holds(path)
                    && (best == null || mount.length() > best.mountPoint().length())) {
                best = one;
            }
        }
        return best;
    }
}
