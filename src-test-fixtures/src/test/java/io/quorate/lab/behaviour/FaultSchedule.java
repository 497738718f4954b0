package io.quorate.lab.behaviour;

import io.quorate.lab.Lab;
import io.quorate.lab.kernel.Faults;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes wrong while a group is worked at: one to three faults, made of random numbers, each begun by the n-th batch that instances get and
 * ended after a while of the lab's time, or by {@link #heal}.
 */
final class FaultSchedule {

    /** What a schedule may hold. */
    enum Kind {
        DROP,
        CUT_AFTER_COMMIT,
        LATE,
        DELAY,
        ERROR,
        BLACK_HOLE,
        POWER,
        HANG,
        PARTITION,
        SLOW_SEEDING,
        LAG
    }

    private static final List<String> ERRORS =
            List.of("JOIN 35250", "SET HADR 35250", "JOIN 47106", "* 41190", "LOGIN 983", "* 1205", "CREATE 41152");

    /** Something that may fail. */
    private interface Deed {
        void run() throws IOException;
    }

    private final Lab lab;
    private final Random random;
    private final int batches;
    private final List<String> told = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * Declares its faults.
     *
     * @param batches about how many batches the work takes, so that the faults meet it
     */
    FaultSchedule(Lab lab, Random random, int batches) {
        this.lab = lab;
        this.random = random;
        this.batches = batches;
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            declare(Kind.values()[random.nextInt(Kind.values().length)]);
        }
    }

    /** Returns what goes wrong, in words. */
    String told() {
        return String.join(", ", told);
    }

    private void declare(Kind kind) {
        int nth = 1 + random.nextInt(batches);
        String host = SqlStory.HOSTS.get(random.nextInt(SqlStory.HOSTS.size()));
        Duration length = Duration.ofSeconds(1 + random.nextInt(60));
        switch (kind) {
            case DROP -> say(kind, nth, "").resetBefore();
            case CUT_AFTER_COMMIT -> say(kind, nth, "").resetAfter();
            case LATE -> say(kind, nth, " by " + length).late(length);
            case DELAY -> say(kind, nth, " by " + length).delayed(length);
            case ERROR -> {
                String[] error = ERRORS.get(random.nextInt(ERRORS.size())).split(" (?=[0-9]+$)");
                int times = 1 + random.nextInt(3);
                String where = random.nextBoolean() ? "*" : host;
                told.add(error[1] + " at " + where + " to " + error[0] + " " + times + " times");
                lab.sql().fail(where, error[0], Integer.parseInt(error[1]), times);
            }
            case BLACK_HOLE ->
                lasting(
                        kind,
                        nth,
                        host,
                        length,
                        () -> lab.sql().blackHole(host, true),
                        () -> lab.sql().blackHole(host, false));
            case POWER ->
                lasting(
                        kind,
                        nth,
                        host,
                        length,
                        () -> lab.power(host).off(),
                        () -> lab.power(host).on());
            case HANG ->
                lasting(
                        kind,
                        nth,
                        host,
                        length,
                        () -> lab.sql().hang(host, true),
                        () -> lab.sql().hang(host, false));
            case PARTITION -> lasting(kind, nth, host, length, () -> links(host, true), () -> links(host, false));
            case SLOW_SEEDING -> {
                told.add("seeding 20 times as slow");
                lab.sql().slowSeeding(20);
            }
            case LAG -> {
                told.add("log to " + host + " later by " + length.dividedBy(10));
                lab.sql().lag(host, length.dividedBy(10));
            }
        }
    }

    private void links(String host, boolean cut) {
        for (String other : SqlStory.HOSTS) {
            if (!other.equals(host) && cut) {
                lab.cutLink(host, other);
            } else if (!other.equals(host)) {
                lab.healLink(host, other);
            }
        }
    }

    private Faults.Declaration say(Kind kind, int nth, String more) {
        told.add(kind + more + " at change " + (1 + nth / 4));
        return lab.faults()
                .when(kind.toString(), SqlStory::changes)
                .nth(1 + nth / 4)
                .optional();
    }

    /** Begins something at the n-th batch and ends it after a while of the lab's time. */
    private void lasting(Kind kind, int nth, String host, Duration length, Deed begin, Deed end) {
        told.add(kind + " of " + host + " at batch " + nth + " for " + length);
        AtomicInteger seen = new AtomicInteger();
        lab.faults()
                .when(kind.toString(), request -> {
                    if (request.action().equals("tds Batch") && seen.incrementAndGet() == nth) {
                        start(kind, length, begin, end);
                    }
                    return false;
                })
                .optional()
                .hung();
    }

    private void start(Kind kind, Duration length, Deed begin, Deed end) {
        Thread thread = new Thread(
                () -> {
                    try {
                        try {
                            begin.run();
                            lab.runtime().sleep(length);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        } finally {
                            end.run();
                        }
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                "fault " + kind);
        thread.setDaemon(true);
        synchronized (threads) {
            threads.add(thread);
        }
        thread.start();
    }

    /** Ends all that goes wrong. */
    void heal() throws InterruptedException {
        lab.faults().clear();
        lab.sql().clearFaults();
        List<Thread> all;
        synchronized (threads) {
            all = List.copyOf(threads);
        }
        for (Thread thread : all) {
            thread.interrupt();
            thread.join(30_000);
        }
    }
}
