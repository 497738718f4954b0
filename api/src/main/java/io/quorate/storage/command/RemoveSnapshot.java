package io.quorate.storage.command;

import io.quorate.san.SnapshotPath;
import io.quorate.spi.ConvergingCommand;
import io.quorate.spi.Destructive;
import io.quorate.spi.Foretold;
import io.quorate.spi.Target;
import io.quorate.storage.Snapshots;
import java.util.List;
import java.util.Objects;

/**
 * Removes a snapshot. Refused if it is another one by now, has clones (unless deferred), or belongs to replication. Done when it is gone.
 *
 * @param path its path
 * @param guid its guid
 * @param deferred whether it goes when its last clone goes
 * @see Snapshots#remove
 */
public record RemoveSnapshot(SnapshotPath path, String guid, boolean deferred)
        implements ConvergingCommand<Void>, Destructive {
    public RemoveSnapshot {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(guid, "guid");
    }

    @Override
    public String identity() {
        return guid;
    }

    @Override
    public String name() {
        return "storage.snapshot.remove";
    }

    @Override
    public Target target() {
        return new Target("snapshot", path.toString());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }

    @Override
    public List<Foretold<?>> foretold() {
        return List.of(deferred ? Foretold.unknown(new GetSnapshot(path)) : Foretold.gone(new GetSnapshot(path)));
    }
}
