package io.quorate.engine;

import io.quorate.QuorateRuntime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes backends, each on a thread of its own: one that waits for a silent host keeps neither the calls at the others nor its closer
 * waiting, and an interrupted closer still has everything given back. Who was interrupted waits no longer than a second.
 */
final class Closing {
    private static final Logger log = LoggerFactory.getLogger(Closing.class);

    private static final int STEP_MILLIS = 25;

    /** Where all is well one backend is closed after the other. */
    private static final int HEAD_START_STEPS = 10;

    private static final int PATIENCE_STEPS = 600;
    private static final int INTERRUPTED_STEPS = 30;

    private int steps;
    private boolean interrupted;

    private Closing() {}

    /** Closes them; returns when all are closed, at the latest after fifteen seconds. Keeps an interrupt. */
    static void all(Collection<Site> sites, QuorateRuntime runtime) {
        Closing closing = new Closing();
        List<Thread> threads = new ArrayList<>();
        for (Site site : sites) {
            Thread thread = runtime.thread("quorate-close-" + site.endpoint.name(), () -> close(site));
            threads.add(thread);
            thread.start();
            closing.await(thread, closing.steps + HEAD_START_STEPS);
        }
        threads.forEach(thread -> closing.await(thread, PATIENCE_STEPS));
        if (closing.interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void await(Thread thread, int until) {
        while (thread.isAlive() && steps < Math.min(until, interrupted ? INTERRUPTED_STEPS : PATIENCE_STEPS)) {
            steps++;
            try {
                thread.join(STEP_MILLIS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }

    private static void close(Site site) {
        try {
            site.backend.close();
        } catch (RuntimeException e) {
            log.warn("a backend could not be closed [endpoint={}]", site.endpoint.name(), site.redactor.cleanCause(e));
        }
    }
}
