package io.quorate.lab.http;

import java.time.Duration;
import java.util.Collection;

/** Waits for threads that were told to end, also where the caller was interrupted: a port is free only once they are gone. */
public final class Ended {
    private Ended() {}

    /** Waits for each but the caller's own at most so long; an interrupt is kept for the caller. */
    public static void await(Collection<Thread> threads, Duration each) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            boolean again = thread != Thread.currentThread();
            while (again) {
                try {
                    thread.join(each.toMillis());
                    again = false;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
