package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefObject;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Fault;
import io.quorate.spi.Handler;
import io.quorate.storage.Snapshot;
import io.quorate.storage.command.GetSnapshot;
import io.quorate.storage.command.ListSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads of the snapshots. */
final class SnapshotReads {
    private SnapshotReads() {}

    static List<Handler<?, ?, Nef>> handlers() {
        return List.of(
                new Reading<>(
                        ListSnapshots.class,
                        (c, nef) -> ApplianceReads.page(
                                nef, list(c.dataset()), c.offset(), c.limit(), item -> path(item, c.dataset()))),
                new Finding<>(GetSnapshot.class, (c, nef) -> find(nef, c.path())));
    }

    static NefRequest list(DatasetPath dataset) {
        return NefRequest.get("storage", "snapshots")
                .with("parent", dataset.value())
                .with("fields", "path");
    }

    /** Clones and transaction group are only told of a single one. */
    private static NefRequest single(SnapshotPath path) {
        return NefRequest.get("storage", "snapshots", path.toString())
                .with("fields", "path,guid,creationTxg,clones,hprService,snaplistId");
    }

    /** Reads a snapshot's path as the appliance tells it, also one that nobody could make. */
    static SnapshotPath told(String path) {
        int at = path.indexOf('@');
        return at < 0
                ? new SnapshotPath(new DatasetPath(path), "")
                : new SnapshotPath(new DatasetPath(path.substring(0, at)), path.substring(at + 1));
    }

    private static SnapshotPath path(NefObject item, DatasetPath of) {
        SnapshotPath path = told(item.text("path"));
        if (!path.dataset().equals(of)) {
            throw Filters.notKept("parent", of.value(), path.toString());
        }
        return path;
    }

    private static Snapshot decode(NefObject item, SnapshotPath asked) {
        SnapshotPath path = told(item.text("path"));
        if (!path.equals(asked)) {
            throw Filters.notKept("path", asked.toString(), path.toString());
        }
        return new Snapshot(
                path,
                item.digits("guid"),
                item.number("creationTxg"),
                item.texts("clones", DatasetPath::new),
                item.textOrNull("hprService") != null || item.textOrNull("snaplistId") != null);
    }

    static Optional<Snapshot> find(Nef nef, SnapshotPath path) {
        return nef.find(single(path)).map(item -> nef.looking(() -> decode(item, path)));
    }

    static Fault missing(SnapshotPath path) {
        return Seen.missing("there is no snapshot " + path);
    }

    /** Reads all of a dataset, each by itself; one that goes meanwhile is left out. */
    static List<Snapshot> all(Nef nef, DatasetPath dataset) {
        List<Snapshot> all = new ArrayList<>();
        for (SnapshotPath path : nef.all(list(dataset), item -> path(item, dataset))) {
            find(nef, path).ifPresent(all::add);
        }
        return all;
    }
}
