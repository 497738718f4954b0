package measure;

import io.quorate.lab.Lab;
import java.io.IOException;
import java.util.List;

/**
 * Output that is larger than memory, through the public API: a JVM that may have so much heap and no more, garbage included, reads a host's
 * machines as a stream.
 */
final class Output {
    private static final double SIZE = 100 << 20;
    private static final double LIMIT = 32 << 20;
    private static final int MACHINES = 92_000;

    private Output() {}

    static void judge(Verdicts verdicts) throws IOException {
        try (Lab lab = Commands.lab(1).virtualMachines("HV1", "a-machine-with-quite-a-long-name-", MACHINES).start()) {
            double before = new Run(lab, 256 << 20, 0).before;
            double[] live = new double[Measure.ROUNDS];
            double[] took = new double[Measure.ROUNDS];
            double[] size = new double[Measure.ROUNDS];
            int died = 0;
            for (int i = 0; i < Measure.ROUNDS; i++) {
                Run run = new Run(lab, before + LIMIT, MACHINES);
                live[i] = run.most - run.before;
                took[i] = run.seconds;
                size[i] = run.bytes;
                died += run.died ? 1 : 0;
            }
            verdicts.atLeast("output of vms.stream(host)", Unit.BYTES, size, SIZE, "");
            verdicts.told("heap in use before", Unit.BYTES, before, "");
            verdicts.atMost("JVMs that ran out of " + Unit.BYTES.print(LIMIT) + " of heap besides", Unit.COUNT, died, 0, "");
            verdicts.atMost("the most that was in use at once, garbage collected, besides", Unit.BYTES, live, LIMIT, "");
            verdicts.told("how long it took", Unit.TIME, took, "the host's part, and collecting, included");
        }
    }

    /** A JVM that reads so many machines, and what it says of its heap: before, and the most at once. */
    private static final class Run {
        private double before = Double.NaN;
        private double most = Double.POSITIVE_INFINITY;
        private long bytesBefore;
        private long bytes;
        private double seconds;
        private boolean died;

        Run(Lab lab, double heap, int machines) throws IOException {
            List<String> options = List.of("-XX:+UseSerialGC", "-Xmx" + (long) heap);
            List<String> arguments = List.of(String.valueOf(lab.httpUrl("HV1").getPort()), String.valueOf(machines));
            StringBuilder said = new StringBuilder();
            long[] began = new long[1];
            int ended = Children.run(options, Reader.class, arguments, line -> {
                if (line.startsWith(Reader.BEFORE)) {
                    before = Double.parseDouble(line.substring(Reader.BEFORE.length()));
                    bytesBefore = lab.bytesDown();
                    began[0] = System.nanoTime();
                } else if (line.startsWith(Reader.MOST)) {
                    most = Double.parseDouble(line.substring(Reader.MOST.length()));
                    seconds = (System.nanoTime() - began[0]) / 1e9;
                    bytes = lab.bytesDown() - bytesBefore;
                }
                said.append(line).append('\n');
            });
            died = said.indexOf("OutOfMemoryError") >= 0;
            if (Double.isNaN(before) || (ended != 0 && !died)) {
                throw new IllegalStateException("a reader ended with " + ended + ": " + said);
            }
        }
    }
}
