package io.quorate.storage.command;

import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Target;
import io.quorate.storage.Snapshots;
import java.util.Objects;
import java.util.Set;

/**
 * Lists one page of a dataset's snapshots, without those of the datasets in it. Only their paths: the rest takes a look at each.
 *
 * @param dataset the dataset
 * @param offset how many to skip
 * @param limit how many to return at most
 * @see Snapshots#list
 */
public record ListSnapshots(DatasetPath dataset, int offset, int limit) implements ReadCommand<Page<SnapshotPath>> {
    public ListSnapshots {
        Objects.requireNonNull(dataset, "dataset");
        Page.check(offset, limit);
    }

    @Override
    public String name() {
        return "storage.snapshot.list";
    }

    @Override
    public Target target() {
        return new Target("dataset", dataset.value());
    }

    @Override
    public Set<String> lists() {
        return Set.of("snapshot");
    }
}
