package measure;

import com.sun.management.OperatingSystemMXBean;
import io.quorate.lab.Lab;
import io.quorate.lab.LabBuilder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.LogManager;
import java.util.stream.IntStream;

/**
 * Measures Quorate beside winrm4j in one run, on this machine, at hosts of the lab: the peer and we ask the same hosts for the same thing, in
 * turn, over HTTP that is sealed by NTLM. Prints a verdict a promise; ends with the number of promises that were missed. With the argument
 * {@code cold} or {@code hosts} it measures that alone. {@code failovers [number] [runs]} measures clients of an availability group instead: so many
 * failovers, 1000 as usual, and so many runs of a pool that is not told of them, 10 as usual; exit code 1 on a miss.
 */
public final class Measure {
    private static final int ROUNDS = 5;
    private static final int ROUND_TRIP_MILLIS = 20;
    private static final int WARM_LISTS = 100;
    private static final int MANY_LISTS = 5;
    private static final String RESULT = "it has the result";
    private static final Verdicts VERDICTS = new Verdicts();

    private Measure() {}

    public static void main(String... args) throws Exception {
        if (args.length > 0 && args[0].equals("failovers")) {
            failovers(args);
            return;
        }
        LogManager.getLogManager().reset(); // CXF tells of each call
        if (args.length > 1) {
            once(args[0], Integer.parseInt(args[1]));
            return;
        }
        String part = args.length == 0 ? "all" : args[0];
        try (Lab lab = lab(2).cluster("FC1").start()) {
            if (part.equals("all")) {
                warm(lab);
                sideBySide(lab);
                onTheWire(lab);
            }
            if (part.equals("all") || part.equals("cold")) {
                cold(lab);
            }
        }
        if (part.equals("all") || part.equals("hosts")) {
            manyHosts();
        }
        System.out.println(VERDICTS.missed() == 0 ? "all promises kept" : VERDICTS.missed() + " promises missed");
        System.exit(Math.min(VERDICTS.missed(), 100));
    }

    private static void failovers(String... args) throws Exception {
        Path hosts = Failovers.hostsFile(); // before anything looks up a name
        LogManager.getLogManager().reset();
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 1000;
        int beside = args.length > 2 ? Integer.parseInt(args[2]) : Math.min(10, 1 + count / 100);
        try (Failovers failovers = new Failovers(hosts, VERDICTS)) {
            failovers.measure(count, beside);
        }
        System.out.println(VERDICTS.missed() == 0 ? "all promises kept" : VERDICTS.missed() + " promises missed");
        System.exit(VERDICTS.missed() == 0 ? 0 : 1);
    }

    private static LabBuilder lab(int hosts) {
        LabBuilder builder = Lab.builder().clock(Lab.Clock.WALL).foreignClients().logins(spec -> spec.http());
        IntStream.rangeClosed(1, hosts).forEach(i -> builder.host("HV" + i));
        return builder;
    }

    private static double millis(Runnable work) {
        long began = System.nanoTime();
        work.run();
        return (System.nanoTime() - began) / 1e6;
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static double medianOf(int times, Runnable work) {
        return Verdicts.median(IntStream.range(0, times).mapToDouble(i -> millis(work)).toArray());
    }

    /** A command over a warm session, theirs and ours in turn. */
    private static void warm(Lab lab) throws Exception {
        for (int millis : new int[] {0, ROUND_TRIP_MILLIS}) {
            try (Wire wire = new Wire(lab.httpUrl("HV1").getPort(), millis);
                    Client ours = new Client.Ours(wire.port());
                    Client theirs = new Client.Winrm4j(wire.port())) {
                medianOf(millis == 0 ? 300 : 20, ours::ask);
                medianOf(millis == 0 ? 20 : 5, theirs::ask);
                double[] ratios = new double[ROUNDS];
                double[] us = new double[ROUNDS];
                double[] them = new double[ROUNDS];
                for (int i = 0; i < ROUNDS; i++) {
                    us[i] = medianOf(millis == 0 ? 100 : 10, ours::ask);
                    them[i] = medianOf(millis == 0 ? 10 : 5, theirs::ask);
                    ratios[i] = us[i] / them[i];
                }
                VERDICTS.atMost(
                        "warm command over sealed NTLM at " + millis + " ms / winrm4j's",
                        Verdicts.median(ratios),
                        millis == 0 ? 0.10 : 0.30,
                        String.format(Locale.ROOT, "(%.2f ms, %.2f ms)", Verdicts.median(us), Verdicts.median(them)));
            }
        }
    }

    /** Eight callers of one host. */
    private static void sideBySide(Lab lab) throws Exception {
        try (Wire wire = new Wire(lab.httpUrl("HV1").getPort(), ROUND_TRIP_MILLIS);
                Client ours = new Client.Ours(wire.port())) {
            int each = 10;
            Runnable eight = () -> together(8, () -> medianOf(each, ours::ask));
            eight.run();
            double[] ratios = new double[ROUNDS];
            for (int i = 0; i < ROUNDS; i++) {
                double one = millis(() -> medianOf(each, ours::ask));
                ratios[i] = 8 * one / millis(eight);
            }
            VERDICTS.atLeast("8 callers at once on one host at 20 ms, throughput / one's", Verdicts.median(ratios), 6, "");
        }
    }

    private static void together(int callers, Runnable work) {
        ExecutorService pool = Executors.newFixedThreadPool(callers);
        try {
            List<Callable<Object>> calls = new ArrayList<>();
            IntStream.range(0, callers).forEach(i -> calls.add(Executors.callable(work)));
            for (Future<Object> call : pool.invokeAll(calls)) {
                call.get();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    /** Legs and bytes, as the wire counts them. */
    private static void onTheWire(Lab lab) throws Exception {
        try (Wire wire = new Wire(lab.httpUrl("HV1").getPort(), 0)) {
            try (Client ours = new Client.Ours(wire.port())) {
                ours.ask();
                long first = wire.requests.get();
                long connections = wire.connections.get();
                IntStream.range(0, 20).forEach(i -> ours.ask());
                settle(wire);
                wire.reset();
                int times = 20;
                IntStream.range(0, times).forEach(i -> ours.ask());
                settle(wire);
                VERDICTS.say(String.format(
                        Locale.ROOT,
                        "       first command: %d requests over %d connections, log-ins included",
                        first,
                        connections));
                VERDICTS.say(String.format(
                        Locale.ROOT,
                        "       warm list of two nodes: %d bytes up, %d down, %.1f requests",
                        wire.up.get() / times,
                        wire.down.get() / times,
                        (double) wire.requests.get() / times));
            }
            wire.reset();
            try (Client theirs = new Client.Winrm4j(wire.port())) {
                int times = 10;
                IntStream.range(0, times).forEach(i -> theirs.ask());
                VERDICTS.say(String.format(
                        Locale.ROOT,
                        "       winrm4j's: %d bytes up, %d down, %.1f requests",
                        wire.up.get() / times,
                        wire.down.get() / times,
                        (double) wire.requests.get() / times));
            }
        }
    }

    /** What is sent behind the answer, such as a Signal, counts too. */
    private static void settle(Wire wire) throws InterruptedException {
        long seen = -1;
        while (seen != wire.requests.get()) {
            seen = wire.requests.get();
            Thread.sleep(150);
        }
    }

    /** A JVM that starts and asks once, until it has the result; how it ends is not in it. */
    private static void cold(Lab lab) throws Exception {
        int port = lab.httpUrl("HV1").getPort();
        Path archive = Files.createTempDirectory("measure").resolve("quorate.jsa");
        jvm("-XX:ArchiveClassesAtExit=" + archive, "ours", port);
        double[] plain = new double[ROUNDS];
        double[] archived = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            double theirs = jvm(null, "winrm4j", port);
            plain[i] = jvm(null, "ours", port) / theirs;
            archived[i] = jvm("-XX:SharedArchiveFile=" + archive, "ours", port) / theirs;
        }
        VERDICTS.atMost("cold JVM to its first result / winrm4j's", Verdicts.median(plain), 0.6, "");
        VERDICTS.atMost("the same with an AppCDS archive / winrm4j's", Verdicts.median(archived), 0.3, "");
    }

    /** Returns how many milliseconds it takes from its start to its result. */
    private static double jvm(String option, String who, int port) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        if (option != null) {
            command.add(option);
        }
        command.addAll(List.of("-cp", classPath(), Measure.class.getName(), who, Integer.toString(port)));
        try {
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            double took = 0;
            try (BufferedReader told = process.inputReader()) {
                for (String line = told.readLine(); line != null; line = told.readLine()) {
                    if (line.endsWith(RESULT)) {
                        took = (System.nanoTime() - began) / 1e6;
                    }
                }
            }
            if (process.waitFor() != 0 || took == 0) {
                throw new IllegalStateException(who + " ended with " + process.exitValue());
            }
            return took;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An archive of classes wants jars, and every one of them named. */
    private static String classPath() {
        return System.getProperty("java.class.path").replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    private static void once(String who, int port) {
        try (Client client = who.equals("ours") ? new Client.Ours(port) : new Client.Winrm4j(port)) {
            client.ask();
            System.out.println(RESULT);
        }
        System.exit(0);
    }

    /**
     * A list over 64 hosts, each at a distance, and over one, when both have been asked for so often that the JVM compiles nothing more: it
     * shares two cores with client, network and hosts.
     */
    private static void manyHosts() throws Exception {
        try (Lab lab = lab(64).start()) {
            List<Wire> wires = new ArrayList<>();
            for (int i = 1; i <= 64; i++) {
                wires.add(new Wire(lab.httpUrl("HV" + i).getPort(), ROUND_TRIP_MILLIS));
            }
            int[] ports = wires.stream().mapToInt(Wire::port).toArray();
            try (Client.Ours one = new Client.Ours(ports[0]);
                    Client.Ours all = new Client.Ours(ports)) {
                Runnable ofOne = () -> one.quorate().vms("lab").list();
                Runnable ofAll = () -> all.quorate().vms("lab").list();
                medianOf(WARM_LISTS, ofAll);
                medianOf(WARM_LISTS, ofOne);
                double[] ratios = new double[ROUNDS];
                double[] alone = new double[ROUNDS];
                double[] many = new double[ROUNDS];
                long cpu = cpuNanos();
                for (int i = 0; i < ROUNDS; i++) {
                    many[i] = medianOf(MANY_LISTS, ofAll);
                    alone[i] = medianOf(MANY_LISTS, ofOne);
                    ratios[i] = many[i] / alone[i];
                }
                double each = (cpuNanos() - cpu) / 1e6 / ROUNDS / MANY_LISTS / 65;
                VERDICTS.atMost(
                        "a list over 64 hosts at 20 ms / over one host",
                        Verdicts.median(ratios),
                        5,
                        String.format(
                                Locale.ROOT,
                                "(%.1f ms, %.1f ms; %.1f ms of CPU a host and list, hosts and network included)",
                                Verdicts.median(many),
                                Verdicts.median(alone),
                                each));
            }
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }
}
