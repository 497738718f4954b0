package io.quorate.storage.command;

import io.quorate.Size;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.Provisioning;
import io.quorate.storage.Snapshot;
import io.quorate.storage.Snapshots;
import io.quorate.storage.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Clones a snapshot into a new volume, with the provisioning that its origin has.
 *
 * @param snapshot what is cloned
 * @param into the new volume
 * @see Snapshots#clone
 */
public record CloneSnapshot(SnapshotPath snapshot, DatasetPath into) implements GuardedCommand<Volume> {
    public CloneSnapshot {
        Objects.requireNonNull(snapshot, "snapshot");
        DatasetPath.of(into.value());
        if (into.parent().flatMap(DatasetPath::parent).isEmpty()
                || !into.pool().equals(snapshot.dataset().pool())) {
            throw new IllegalArgumentException(
                    "a clone lies in a volume group of its snapshot's pool: " + into + " of " + snapshot);
        }
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(5);
    }

    @Override
    public String name() {
        return "storage.snapshot.clone";
    }

    @Override
    public Target target() {
        return new Target("volume", into.value());
    }

    private Snapshot cloned(Snapshot before) {
        List<DatasetPath> clones =
                Stream.concat(before.clones().stream(), Stream.of(into)).toList();
        return new Snapshot(before.path(), before.guid(), before.creationTxg(), clones, before.ofReplication());
    }

    @Override
    public Volume rehearsed() {
        return new Volume(
                into,
                Placeholder.text("guid of " + into),
                Size.bytes(0),
                Size.kib(32),
                Provisioning.THIN,
                snapshot,
                Size.bytes(0));
    }

    @Override
    public List<Foretold<?>> foretold() {
        return Stream.concat(
                        Rehearsed.created(rehearsed()).stream(),
                        Stream.of(Foretold.changed(new GetSnapshot(snapshot), this::cloned)))
                .toList();
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("snapshot");
    }
}
