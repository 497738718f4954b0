package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Removes a snapshot. Refused if it is another one by now, has clones (unless deferred), or belongs to replication. Done when it is gone.
 *
 * @param path its path
 * @param guid its guid
 * @param deferred whether it goes when its last clone goes
 * @param consent bound to its guid
 * @see Snapshots#remove
 */
public record RemoveSnapshot(
        SnapshotPath path,
        String guid,
        boolean deferred,
        @Nullable Consent consent) implements Command<Void>, Destructive {
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
    public Safety safety() {
        return Safety.CONVERGE;
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    public Void rehearsed() {
        return null;
    }
}
