package io.quorate.lab.kernel;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * What is going to happen: tasks ordered by (virtual time, priority, tie-break). The tie-break comes from the random stream of the task's
 * entity, so equal seeds give equal orders and a further entity does not reorder the others. Not thread-safe: guarded by the world's lock.
 */
final class Scheduler {
    private final PriorityQueue<Task> queue = new PriorityQueue<>(Comparator.comparing((Task t) -> t.at)
            .thenComparingInt(t -> t.priority)
            .thenComparingLong(t -> t.tieBreak)
            .thenComparingLong(t -> t.number));
    private final RandomTree random;
    private final Map<String, Integer> scheduled = new HashMap<>();
    private long last;

    Scheduler(RandomTree random) {
        this.random = random;
    }

    Task add(Duration at, int priority, String entity, String name, long parent, Runnable action) {
        int nth = scheduled.merge(entity, 1, Integer::sum);
        long tieBreak = random.guid("scheduler/" + entity + "/" + nth).getMostSignificantBits();
        Task task = new Task(at, priority, tieBreak, ++last, entity, name, parent, action);
        queue.add(task);
        return task;
    }

    /** Returns when the next task is due; null when nothing is scheduled. */
    @Nullable
    Duration next() {
        drop();
        Task head = queue.peek();
        return head == null ? null : head.at;
    }

    /** Takes the next task if it is due by the given time, else null. */
    @Nullable
    Task poll(Duration until) {
        drop();
        Task head = queue.peek();
        if (head == null || head.at.compareTo(until) > 0) {
            return null;
        }
        return queue.poll();
    }

    private void drop() {
        while (!queue.isEmpty() && queue.peek().cancelled) {
            queue.poll();
        }
    }

    /** One thing that is going to happen. */
    static final class Task implements Scheduled {
        final Duration at;
        final int priority;
        final long tieBreak;
        final long number;
        final String entity;
        final String name;
        final long parent;
        final Runnable action;
        volatile boolean cancelled;

        Task(
                Duration at,
                int priority,
                long tieBreak,
                long number,
                String entity,
                String name,
                long parent,
                Runnable action) {
            this.at = at;
            this.priority = priority;
            this.tieBreak = tieBreak;
            this.number = number;
            this.entity = entity;
            this.name = name;
            this.parent = parent;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
