package measure;

import com.sun.jna.Memory;
import io.quorate.Deadline;
import io.quorate.Quorate;
import io.quorate.QuorateRuntime;
import io.quorate.iscsi.Initiator;
import io.quorate.iscsi.InitiatorLogin;
import io.quorate.iscsi.InitiatorSession;
import io.quorate.iscsi.QuorateInitiatorProvider;
import io.quorate.san.Iqn;
import io.quorate.san.IscsiClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;

/**
 * Measures our iSCSI initiator beside libiscsi: both read and write the same blocks of the same targets, tgtd and istgt, in turn, one command
 * of 64 KiB at a time and eight. What is compared is bytes a second; a ratio a round, and the median of the rounds.
 */
final class Initiators {
    private static final int ROUNDS = 11;
    private static final int DEPTH = 8;
    private static final int PIECE = 64 << 10;
    private static final int BLOCK = 512;

    /** Commands a round; they go over the disk from its beginning. */
    private static final int COMMANDS = Integer.getInteger("measure.commands", 512);

    private static final int LOGINS = 20;
    private static final int VERBS = 20;
    private static final double AT_LEAST_TGTD = 0.75;
    private static final double AT_LEAST_ISTGT = 0.70;
    private static final double AT_LEAST_IN_FLIGHT = 0.6;

    private static final QuorateRuntime RUNTIME = QuorateRuntime.system();

    private final Verdicts verdicts;
    /** What the last ratio was made of. */
    private String last = "";

    private Initiators(Verdicts verdicts) {
        this.verdicts = verdicts;
    }

    /** Adds a line for each promise. */
    static void judge(Verdicts verdicts) throws Exception {
        Initiators initiators = new Initiators(verdicts);
        initiators.beside("tgtd", Targets.TGTD, Targets::tgtd, AT_LEAST_TGTD);
        initiators.beside("istgt", Targets.ISTGT, Targets::istgt, AT_LEAST_ISTGT);
    }

    /** Something that starts a target. */
    private interface Start {
        Targets start() throws Exception;
    }

    private void beside(String name, Path program, Start start, double atLeast) throws Exception {
        List<String> promises = new ArrayList<>();
        for (String what : List.of("read", "write")) {
            promises.add("iSCSI " + what + " of 64 KiB on " + name + " / libiscsi's");
            promises.add("iSCSI " + what + ", 8 in flight, on " + name + " / libiscsi's");
        }
        String missing = !Files.isExecutable(program)
                ? program + " is not installed"
                : Libiscsi.isHere() ? null : "libiscsi.so.7 is not installed";
        if (missing != null) {
            promises.forEach(promise -> verdicts.notMeasured(promise, missing));
            if (name.equals("tgtd")) {
                verdicts.notMeasured("log-ins for " + VERBS + " iSCSI verbs in a row", missing);
            }
            return;
        }
        try (Targets target = start.start()) {
            try (Pair pair = new Pair(target)) {
                pair.check();
                judge(promises.get(0), ratios(pair::ourRead, pair::theirRead), atLeast);
                judge(promises.get(2), ratios(pair::ourWrite, pair::theirWrite), atLeast);
                judge(promises.get(1), ratios(pair::ourReads, pair::theirReads), AT_LEAST_IN_FLIGHT);
                judge(promises.get(3), ratios(pair::ourWrites, pair::theirWrites), AT_LEAST_IN_FLIGHT);
                verdicts.told(
                        "a read of 64 KiB on " + name + " allocates here",
                        Unit.BYTES,
                        pair.allocated() - PIECE,
                        "besides what it returns");
            }
            if (name.equals("tgtd")) { // istgt takes a second to log in
                logins(target);
                verbs(target);
            }
        }
    }

    private void judge(String promise, double[] ratios, double atLeast) {
        verdicts.atLeast(promise, Unit.RATIO, ratios, atLeast, last);
    }

    /** Returns how much faster the first is than the second, round by round. */
    private double[] ratios(Runnable ours, Runnable theirs) {
        for (int i = 0; i < 8; i++) { // until the JVM has compiled it
            ours.run();
            theirs.run();
        }
        double[] ratios = new double[ROUNDS];
        double[] us = new double[ROUNDS];
        double[] them = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            // who comes first changes, so that neither always meets what the other left
            if (i % 2 == 0) {
                us[i] = Clocks.seconds(ours);
                them[i] = Clocks.seconds(theirs);
            } else {
                them[i] = Clocks.seconds(theirs);
                us[i] = Clocks.seconds(ours);
            }
            ratios[i] = them[i] / us[i];
        }
        double bytes = (double) COMMANDS * PIECE;
        last = Unit.BYTES.print(bytes / Verdicts.median(us)) + "/s, " + Unit.BYTES.print(bytes / Verdicts.median(them)) + "/s";
        return ratios;
    }

    private static InitiatorLogin login(Targets target) {
        return new InitiatorLogin(
                target.portal, Iqn.of("iqn.2026-11.example:quorate"), target.target, null, false, false, target.lun, true);
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMinutes(1), RUNTIME);
    }

    /** A log-in and a log-out, of each. */
    private void logins(Targets target) {
        Initiator initiator = new QuorateInitiatorProvider().open(RUNTIME);
        Runnable ours = () -> times(LOGINS, i -> initiator.login(login(target), soon()).close());
        Runnable theirs = () -> times(LOGINS, i -> new Libiscsi(target.portal, target.target, target.lun).close());
        double[] ratios = ratios(theirs, ours);
        initiator.close();
        verdicts.told("a log-in and a log-out on tgtd / libiscsi's", Unit.RATIO, ratios, "");
    }

    /** What a user calls, one verb after another. */
    private void verbs(Targets target) throws IOException {
        try (Wire wire = new Wire(target.portal.port(), 0);
                Quorate quorate = Quorate.builder()
                        .endpoint("san", "iscsi://127.0.0.1:" + wire.port(), spec -> {})
                        .build()) {
            IscsiClient iscsi = quorate.iscsi("san");
            times(VERBS / 4, i -> {
                iscsi.luns(target.target);
                iscsi.identify(target.target, target.lun);
                iscsi.read(target.target, target.lun, i * 128, 128);
                iscsi.reservations(target.target, target.lun);
            });
            verdicts.atMost("log-ins for " + VERBS + " iSCSI verbs in a row", Unit.COUNT, wire.connections.get(), 1, "");
        }
    }

    private static void times(int count, LongConsumer work) {
        for (int i = 0; i < count; i++) {
            work.accept(i);
        }
    }

    /** Both initiators, logged in to the same disk. */
    private static final class Pair implements AutoCloseable {
        private final Initiator initiator = new QuorateInitiatorProvider().open(RUNTIME);
        private final InitiatorSession ours;
        private final Libiscsi theirs;
        private final byte[] piece = new byte[PIECE];
        private final byte[] all = new byte[COMMANDS * PIECE];
        private final Memory theirData = new Memory((long) COMMANDS * PIECE);

        Pair(Targets target) {
            new Random(5).nextBytes(all);
            System.arraycopy(all, 0, piece, 0, PIECE);
            theirData.write(0, all, 0, all.length);
            ours = initiator.login(login(target), soon());
            theirs = new Libiscsi(target.portal, target.target, target.lun);
            theirs.awaken();
        }

        /** What one wrote the other must have read: a fast way to the wrong blocks is none. */
        void check() {
            theirs.fly(0, COMMANDS, PIECE, DEPTH, theirData);
            if (!Arrays.equals(ours.read(0, blocks(), soon()), all)) {
                throw new IllegalStateException("what libiscsi wrote was not read");
            }
            byte[] reversed = new byte[all.length];
            for (int i = 0; i < all.length; i++) {
                reversed[i] = all[all.length - 1 - i];
            }
            ours.write(0, reversed, soon());
            if (!Arrays.equals(ours.read(0, blocks(), soon()), reversed)) {
                throw new IllegalStateException("what was written was not read");
            }
        }

        private int blocks() {
            return all.length / BLOCK;
        }

        void ourRead() {
            times(COMMANDS, i -> ours.read(i * PIECE / BLOCK, PIECE / BLOCK, soon()));
        }

        void theirRead() {
            times(COMMANDS, i -> theirs.read(i * PIECE / BLOCK, PIECE));
        }

        void ourWrite() {
            times(COMMANDS, i -> ours.write(i * PIECE / BLOCK, piece, soon()));
        }

        void theirWrite() {
            times(COMMANDS, i -> theirs.write(i * PIECE / BLOCK, theirData, PIECE));
        }

        void ourReads() {
            ours.read(0, blocks(), soon());
        }

        void theirReads() {
            theirs.fly(0, COMMANDS, PIECE, DEPTH, null);
        }

        void ourWrites() {
            ours.write(0, all, soon());
        }

        void theirWrites() {
            theirs.fly(0, COMMANDS, PIECE, DEPTH, theirData);
        }

        long allocated() {
            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            ourRead();
            return (threads.getCurrentThreadAllocatedBytes() - before) / COMMANDS;
        }

        @Override
        public void close() {
            ours.close();
            theirs.close();
            initiator.close();
        }
    }
}
