package io.quorate.storage.command;

import io.quorate.san.SnapshotPath;
import io.quorate.spi.Foretold;
import io.quorate.spi.GuardedCommand;
import io.quorate.spi.Placeholder;
import io.quorate.spi.Target;
import io.quorate.storage.Snapshot;
import io.quorate.storage.Snapshots;
import java.util.List;
import java.util.Set;

/**
 * Creates a snapshot.
 *
 * @param path its path
 * @param recursive whether of all datasets in it, too, at one instant
 * @see Snapshots#create
 */
public record CreateSnapshot(SnapshotPath path, boolean recursive) implements GuardedCommand<Snapshot> {
    public CreateSnapshot {
        SnapshotPath.of(path.toString());
    }

    @Override
    public String name() {
        return "storage.snapshot.create";
    }

    @Override
    public Target target() {
        return new Target("snapshot", path.toString());
    }

    @Override
    public Snapshot rehearsed() {
        return new Snapshot(path, Placeholder.text("guid of " + path), 0, List.of(), false);
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(Foretold.found(new GetSnapshot(path), rehearsed()));
    }

    @Override
    public Set<String> alsoChanges() {
        return recursive ? Set.of("snapshot") : Set.of();
    }

    @Override
    public Set<String> dependsOn() {
        return Set.of("volume", "volume group");
    }
}
