package io.quorate.lab.model;

import io.quorate.lab.kernel.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Which recovery points a replica keeps. */
final class ReplicaPoints {
    private ReplicaPoints() {}

    /** What the replica held before this cycle becomes a point, if the last one is an hour old. */
    static ReplicaSide kept(World world, ReplicaSide replica, long held) {
        Duration last = replica.last();
        int most = replica.setup().points();
        List<ReplicaPoint> points = new ArrayList<>(replica.points());
        if (most > 0 && last != null && (points.isEmpty() || isOver(points.get(points.size() - 1), last, 1))) {
            int hours = replica.setup().vssHours();
            boolean consistent = hours > 0
                    && points.stream()
                            .filter(point -> point.type() == ReplicaPoint.APP_CONSISTENT)
                            .allMatch(point -> isOver(point, last, hours));
            points.add(new ReplicaPoint(
                    world.random()
                            .guid("replica/" + replica.guid() + "/" + last)
                            .toString(),
                    consistent ? ReplicaPoint.APP_CONSISTENT : ReplicaPoint.REPLICA,
                    last,
                    held));
        }
        return replica.keeping(points.subList(Math.max(0, points.size() - most), points.size()));
    }

    private static boolean isOver(ReplicaPoint point, Duration now, int hours) {
        return now.minus(point.at()).compareTo(Duration.ofHours(hours)) >= 0;
    }
}
