package io.quorate.flow;

import io.quorate.Deadline;
import io.quorate.QuorateRuntime;
import io.quorate.call.Waiter;
import io.quorate.error.BusyException;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.NotFoundException;
import io.quorate.host.DiskContent;
import io.quorate.host.HostClient;
import io.quorate.host.HostDisk;
import io.quorate.host.HostDisks;
import io.quorate.san.Naa;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One disk as each node sees it. While its way is lost, or comes back, a disk is not listed, has no size or cannot be read: that passes. */
final class NodeDisks {
    private static final Duration DISK_SHOWS = Duration.ofMinutes(2);
    private static final Duration DISK_READS = Duration.ofSeconds(30);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final Function<String, HostClient> hosts;
    private final QuorateRuntime runtime;
    private final Naa naa;
    private final Deadline deadline;
    private final boolean rehearses;

    NodeDisks(
            Function<String, HostClient> hosts, QuorateRuntime runtime, Naa naa, Deadline deadline, boolean rehearses) {
        this.hosts = hosts;
        this.runtime = runtime;
        this.naa = naa;
        this.deadline = deadline;
        this.rehearses = rehearses;
    }

    private HostDisks disks(String node) {
        return hosts.apply(node).disks();
    }

    /** Waits until a node lists the disk. */
    HostDisk find(String node) {
        HostDisks disks = disks(node);
        return disks.find(naa)
                .filter(NodeDisks::isMeasured)
                .orElseGet(() -> waitFor("disk " + naa + " shows on " + node, () -> {
                            disks.rescan();
                            return disks.find(naa);
                        })
                        .until(seen -> seen.filter(NodeDisks::isMeasured).isPresent())
                        .describedBy(seen -> seen.isEmpty() ? "no such disk" : "a disk without a size")
                        .every(LOOK_AGAIN)
                        .await(atMost(DISK_SHOWS))
                        .orElseThrow());
    }

    /** Reads what a node sees of the disk. While its way comes back a disk is not listed, or is listed and cannot be read: that passes. */
    DiskContent content(String node) {
        HostDisks disks = disks(node);
        if (rehearses) {
            return disks.content(naa);
        }
        AtomicReference<@Nullable DiskContent> last = new AtomicReference<>();
        try {
            return waitFor(node + " reads disk " + naa, () -> {
                        if (last.get() != null) {
                            disks.rescan();
                        }
                        DiskContent seen = disks.content(naa);
                        last.set(seen);
                        return seen;
                    })
                    .until(seen -> seen.state() != DiskContent.State.UNKNOWN
                            || seen.disk().offline())
                    .describedBy(DiskContent::detail)
                    .tolerating(e -> e instanceof NotFoundException || e instanceof BusyException)
                    .every(LOOK_AGAIN)
                    .await(atMost(DISK_READS));
        } catch (DeadlineExceededException e) {
            DiskContent untold = last.get();
            if (untold == null || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            return untold;
        }
    }

    /** Waits until a node lists the disk as it should be; one whose way comes back is not listed for a while. */
    HostDisk see(String node, Predicate<HostDisk> right, String what) {
        HostDisks disks = disks(node);
        return disks.find(naa)
                .filter(right)
                .orElseGet(() -> waitFor(node + " " + what, () -> {
                            disks.rescan();
                            return disks.find(naa);
                        })
                        .until(disk -> disk.filter(right).isPresent())
                        .describedBy(disk -> disk.map(NodeDisks::words).orElse("no such disk"))
                        .every(LOOK_AGAIN)
                        .await(atMost(DISK_SHOWS))
                        .orElseThrow());
    }

    /** A disk whose way is lost, or is coming back, has no size for a while. */
    private static boolean isMeasured(HostDisk disk) {
        return disk.size().bytes() > 0;
    }

    static String words(HostDisk disk) {
        return "disk " + disk.number() + ", " + disk.uniqueId() + ", " + disk.size() + ", " + disk.style()
                + (disk.clustered() ? ", clustered" : disk.offline() ? ", offline" : ", online");
    }

    private <T> Waiter<T> waitFor(String condition, Supplier<T> look) {
        return Waiter.of(runtime, condition, look);
    }

    private Duration atMost(Duration limit) {
        Duration left = deadline.remaining();
        return left.compareTo(limit) < 0 ? left : limit;
    }
}
