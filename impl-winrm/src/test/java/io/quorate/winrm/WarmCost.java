package io.quorate.winrm;

import com.sun.management.ThreadMXBean;
import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/** Measures what a warm command costs the client: memory, processor time, bytes. No test; run its main method. */
final class WarmCost {
    private WarmCost() {}

    private record Cost(long bytes, long nanos) {
        /** What the client's own threads have used: the caller, and those named for us. */
        static Cost now(ThreadMXBean threads) {
            long bytes = 0;
            long nanos = 0;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                String name = thread.getName();
                if (thread == Thread.currentThread()
                        || name.startsWith("quorate-winrm-pool")
                        || name.startsWith("quorate-winrm-release")) {
                    bytes += Math.max(0, threads.getThreadAllocatedBytes(thread.getId()));
                    nanos += Math.max(0, threads.getThreadCpuTime(thread.getId()));
                }
            }
            return new Cost(bytes, nanos);
        }
    }

    /** @param args how many commands a round, and how many rounds */
    public static void main(String[] args) throws Exception {
        int commands = args.length > 0 ? Integer.parseInt(args[0]) : 2_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path folder = Files.createTempDirectory("warm-cost");
        TestIdentity hv1 = TestIdentity.create(folder, "hv1");
        try (StubHost host = new StubHost(hv1)) {
            TestRuntime runtime = new TestRuntime().route("hv1", host.port());
            HttpCarrier carrier = new HttpCarrier(
                    URI.create("https://hv1:5986/wsman"),
                    Credentials.basic("vagrant", Secret.of("vagrant")),
                    hv1.authority(),
                    runtime);
            PsPipeline echo = PsPipeline.of(PsCommand.of("Stub\\Echo").with("Text", "x"));
            try (WinRmSession session = new WinRmSession(carrier, SessionOptions.DEFAULT, runtime)) {
                Deadline deadline = Deadline.in(Duration.ofHours(1), runtime);
                long[] bytes = new long[rounds];
                long[] nanos = new long[rounds];
                long[] wall = new long[rounds];
                for (int round = -2; round < rounds; round++) {
                    Cost before = Cost.now(threads);
                    long start = System.nanoTime();
                    for (int i = 0; i < commands; i++) {
                        session.run(echo, deadline);
                    }
                    long took = System.nanoTime() - start;
                    Cost after = Cost.now(threads);
                    if (round >= 0) {
                        bytes[round] = (after.bytes - before.bytes) / commands;
                        nanos[round] = (after.nanos - before.nanos) / commands / 1000;
                        wall[round] = took / commands / 1000;
                    }
                }
                System.out.println("per warm command, medians of " + rounds + " rounds of " + commands + ": "
                        + median(bytes) + " bytes allocated, " + median(nanos) + " us CPU, " + median(wall)
                        + " us elapsed; rounds " + Arrays.toString(bytes) + " " + Arrays.toString(nanos) + " "
                        + Arrays.toString(wall));
            }
        }
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
