package measure;

import io.quorate.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import java.util.stream.Stream;

/**
 * A JVM that starts and asks once, until it has the result; how it ends is not in it. Time and CPU beside winrm4j's; how many classes that takes;
 * and all of it again with an AppCDS archive, made as the README tells. Children have no logging library, so nothing of one is
 * counted.
 */
final class Cold {
    private static final List<String> C1 = List.of("-XX:TieredStopAtLevel=1");

    private final Path folder;
    private final Path archive;

    private Cold(Path folder) {
        this.folder = folder;
        this.archive = folder.resolve("quorate.jsa");
    }

    static void judge(Verdicts verdicts) throws Exception {
        Path folder = Files.createTempDirectory("measure");
        try (Lab lab = Commands.lab(2).cluster("FC1").start()) {
            String sealed = String.valueOf(lab.httpUrl("HV1").getPort());
            Path authority = Files.writeString(folder.resolve("ca.pem"), lab.caPem());
            Cold cold = new Cold(folder);
            run(List.of("-XX:ArchiveClassesAtExit=" + cold.archive), "ntlm", sealed);
            cold.beside(sealed, verdicts);
            cold.classes(verdicts, sealed, String.valueOf(lab.url("HV1").getPort()), authority.toString());
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** Time and CPU, theirs and ours in turn. */
    private void beside(String port, Verdicts verdicts) throws IOException {
        int rounds = Measure.ROUNDS;
        Cost[] theirs = new Cost[rounds];
        Cost[] plain = new Cost[rounds];
        Cost[] archived = new Cost[rounds];
        Cost[] bare = new Cost[rounds];
        for (int i = 0; i < rounds; i++) {
            theirs[i] = run(C1, "winrm4j", port);
            plain[i] = run(C1, "ntlm", port);
            archived[i] = run(recipe(), "ntlm", port);
            bare[i] = run(List.of(), "ntlm", port);
        }
        verdicts.told("time to the first result, C1", Unit.TIME, Cost.seconds(plain), "");
        verdicts.told("the same with an AppCDS archive", Unit.TIME, Cost.seconds(archived), "");
        verdicts.told("winrm4j's time, C1", Unit.TIME, Cost.seconds(theirs), "");
        verdicts.atMost("time / winrm4j's", Unit.RATIO, ratios(Cost.seconds(plain), Cost.seconds(theirs)), 0.6, "");
        verdicts.atMost(
                "time with an archive / winrm4j's", Unit.RATIO, ratios(Cost.seconds(archived), Cost.seconds(theirs)), 0.3, "");
        verdicts.told("CPU of a JVM without options", Unit.TIME, Cost.cpu(bare), "");
        verdicts.told("CPU with C1", Unit.TIME, Cost.cpu(plain), "");
        verdicts.told("CPU with C1 and an archive", Unit.TIME, Cost.cpu(archived), "");
        verdicts.atLeast(
                "CPU without options / with C1 and an archive", Unit.RATIO, ratios(Cost.cpu(bare), Cost.cpu(archived)), 2.2, "");
    }

    private List<String> recipe() {
        return List.of("-XX:TieredStopAtLevel=1", "-XX:SharedArchiveFile=" + archive);
    }

    private static double[] ratios(double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
        return ratios;
    }

    /** Limits are what was counted, and a twentieth more; what a JVM loads to do nothing, which each JDK has its own of, is not in it. */
    private void classes(Verdicts verdicts, String sealed, String tls, String authority) throws IOException {
        int none = loaded(C1).all;
        verdicts.told("classes of a JVM that does nothing", Unit.COUNT, none, "");
        Loaded plain = loaded(C1, "ntlm", sealed);
        judge("classes before the first call, besides those", plain.before, none, 980, verdicts);
        judge("classes until the first result, besides those", plain.all, none, 2150, verdicts);
        judge("the same over TLS", loaded(C1, "tls", tls, authority).all, none, 3090, verdicts);
        Loaded archived = loaded(recipe(), "ntlm", sealed);
        verdicts.told("classes until the first result with an archive", Unit.COUNT, archived.all, "");
        verdicts.atMost("those that the archive has not ready", Unit.COUNT, archived.parsed, 120, "");
    }

    private static void judge(String what, int all, int none, int limit, Verdicts verdicts) {
        verdicts.atMost(what, Unit.COUNT, all - none, limit, Unit.COUNT.print(all) + " in all");
    }

    /** What the JVM's log of classes says of a child. */
    private Loaded loaded(List<String> options, String... arguments) throws IOException {
        Path file = folder.resolve("classes.log");
        List<String> more = new ArrayList<>(options);
        more.add("-Xlog:class+load=info:file=" + file + ":none");
        run(more, arguments);
        List<String> lines = Files.readAllLines(file);
        String first = Once.FirstCall.class.getName() + " ";
        String result = Once.FirstCall.Result.class.getName() + " ";
        int before = 0;
        int all = 0;
        int parsed = 0;
        for (String line : lines) {
            if (!line.contains(" source: ")) {
                continue;
            }
            if (line.startsWith(result)) {
                break;
            }
            before = line.startsWith(first) ? all : before;
            all++;
            parsed += line.contains(" source: shared objects file") ? 0 : 1;
        }
        return new Loaded(before, all, parsed);
    }

    /** How many classes were loaded before the first call, until the result, and how many of those no archive had ready. */
    private record Loaded(int before, int all, int parsed) {}

    /** What a cold start takes until the result. */
    private record Cost(double elapsed, double used) {
        static double[] seconds(Cost... costs) {
            return Arrays.stream(costs).mapToDouble(Cost::elapsed).toArray();
        }

        static double[] cpu(Cost... costs) {
            return Arrays.stream(costs).mapToDouble(Cost::used).toArray();
        }
    }

    private static Cost run(List<String> more, String... arguments) throws IOException {
        long began = System.nanoTime();
        double[] cost = new double[2];
        StringBuilder said = new StringBuilder();
        int ended = Children.run(more, Once.class, List.of(arguments), line -> {
            if (line.startsWith(Once.RESULT)) {
                cost[0] = (System.nanoTime() - began) / 1e9;
                cost[1] = Double.parseDouble(line.substring(Once.RESULT.length())) / 1e3;
            }
            said.append(line).append('\n');
        });
        if (ended != 0 || (arguments.length > 0 && cost[0] == 0)) {
            throw new IllegalStateException(String.join(" ", arguments) + " ended with " + ended + ": " + said);
        }
        return new Cost(cost[0], cost[1]);
    }
}
