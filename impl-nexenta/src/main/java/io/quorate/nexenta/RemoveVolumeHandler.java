package io.quorate.nexenta;

import io.quorate.nexenta.rest.Nef;
import io.quorate.nexenta.rest.NefRequest;
import io.quorate.san.DatasetPath;
import io.quorate.san.SnapshotPath;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Step;
import io.quorate.storage.RemovalPlan;
import io.quorate.storage.Snapshot;
import io.quorate.storage.command.RemoveVolume;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Removes a volume as planned, its clones promoted before. Looks first and goes on from there, so that a second run after a failure half
 * way ends where the first would have.
 */
final class RemoveVolumeHandler extends Removal<RemoveVolume, Zvol> {

    @Override
    public Class<RemoveVolume> handles() {
        return RemoveVolume.class;
    }

    @Override
    Optional<Zvol> find(RemoveVolume c, Nef nef) {
        return VolumeReads.find(nef, c.plan().volume().path());
    }

    @Override
    Optional<Fault> another(RemoveVolume c, Zvol there) {
        return VolumeReads.another(there.volume(), c.plan().volume().guid());
    }

    @Override
    void spare(RemoveVolume c, Zvol there, Nef nef) {
        VolumeReads.refuseMapped(nef, c.plan().volume().path());
    }

    /** Without planned snapshots the appliance itself refuses when there are some after all. */
    @Override
    NefRequest delete(RemoveVolume c) {
        NefRequest delete =
                NefRequest.delete("storage", "volumes", c.plan().volume().path().value());
        return c.plan().snapshots().isEmpty() ? delete : delete.with("snapshots", "true");
    }

    @Override
    protected List<NefRequest> change(RemoveVolume c, Optional<Zvol> there) {
        return removal(c, c.plan().promotions());
    }

    private List<NefRequest> removal(RemoveVolume c, List<DatasetPath> promotions) {
        List<NefRequest> requests = new ArrayList<>();
        promotions.forEach(clone -> requests.add(VolumeReads.promotion(clone)));
        requests.add(delete(c));
        return requests;
    }

    @Override
    public List<? extends Step> steps(RemoveVolume c, Nef nef) {
        Optional<Zvol> there = read(c, nef);
        if (done(c, there) instanceof Observation.Present) {
            return List.of();
        }
        refuse(c, there);
        check(c, there, nef);
        return removal(c, left(nef, c.plan()).promotions());
    }

    @Override
    @SuppressWarnings("NullAway") // Void has no other value
    Void send(RemoveVolume c, Optional<Zvol> there, Nef nef) {
        RemovalPlan plan = c.plan();
        for (DatasetPath clone : left(nef, plan).promotions()) {
            // A clone that is gone, or none any more, needs no promotion; what that means is looked at afterwards.
            nef.changeUnless(VolumeReads.promotion(clone), "ENOENT", "EBADARG");
        }
        RemovalPlan left = left(nef, plan);
        if (!left.promotions().isEmpty()) {
            throw Seen.conflict(left.promotions().get(0) + " still depends on "
                    + plan.volume().path());
        }
        Optional<Zvol> now = find(c, nef);
        refuse(c, now);
        if (now.isPresent()) {
            // Promoting takes its time, in which somebody may have published it.
            check(c, now, nef);
            nef.remove(delete(c));
        }
        return null;
    }

    /** Returns what removing takes now, which is the plan or what is left of it. */
    private static RemovalPlan left(Nef nef, RemovalPlan plan) {
        List<Snapshot> snapshots = SnapshotReads.all(nef, plan.volume().path());
        RemovalPlan now = RemovalPlan.of(plan.volume(), snapshots, false);
        for (SnapshotPath snapshot : now.snapshots()) {
            if (!plan.snapshots().contains(snapshot)) {
                throw Seen.conflict("snapshot " + snapshot + " would go, too, and is not in the plan");
            }
        }
        for (DatasetPath clone : now.promotions()) {
            if (!plan.promotions().contains(clone)) {
                throw Seen.conflict("clone " + clone + " would be promoted and is not in the plan");
            }
        }
        for (Snapshot snapshot : snapshots) {
            if (snapshot.ofReplication() && now.snapshots().contains(snapshot.path())) {
                throw Seen.conflict("snapshot " + snapshot.path() + " belongs to replication");
            }
        }
        return now;
    }
}
