package measure;

import io.quorate.lab.Lab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

import java.util.stream.Stream;

/**
 * A JVM that starts and asks once, until it has the result; how it ends is not in it. Time and CPU beside winrm4j's; how many classes that takes;
 * and all of it again with an AppCDS archive, made as the README tells. Children have no logging library, so nothing of one is
 * counted.
 */
final class Cold {
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
            cold.run("-XX:ArchiveClassesAtExit=" + cold.archive, "ntlm", sealed);
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
        for (int i = 0; i < rounds; i++) {
            theirs[i] = run("-Xshare:auto", "winrm4j", port);
            plain[i] = run("-Xshare:auto", "ntlm", port);
            archived[i] = run("-XX:SharedArchiveFile=" + archive, "ntlm", port);
        }
        verdicts.told("to its first result", Unit.TIME, Cost.seconds(plain), "");
        verdicts.told("the same with an AppCDS archive", Unit.TIME, Cost.seconds(archived), "");
        verdicts.told("winrm4j's", Unit.TIME, Cost.seconds(theirs), "");
        verdicts.atMost("time / winrm4j's", Unit.RATIO, ratios(Cost.seconds(plain), Cost.seconds(theirs)), 0.6, "");
        verdicts.atMost(
                "time with an archive / winrm4j's without", Unit.RATIO, ratios(Cost.seconds(archived), Cost.seconds(theirs)), 0.3, "");
        verdicts.told("CPU", Unit.TIME, Cost.cpu(plain), "");
        verdicts.told("CPU with an archive", Unit.TIME, Cost.cpu(archived), "");
        verdicts.atLeast("CPU without an archive / with it", Unit.RATIO, ratios(Cost.cpu(plain), Cost.cpu(archived)), 2.2, "");
    }

    private static double[] ratios(double[] ours, double[] theirs) {
        double[] ratios = new double[ours.length];
        Arrays.setAll(ratios, i -> ours[i] / theirs[i]);
        return ratios;
    }

    private void classes(Verdicts verdicts, String sealed, String tls, String authority) throws IOException {
        verdicts.told("classes of a JVM that does nothing", Unit.COUNT, loaded("-Xshare:auto").all, "");
        Loaded plain = loaded("-Xshare:auto", "ntlm", sealed);
        verdicts.atMost("classes before the first call", Unit.COUNT, plain.before, 1000, "");
        verdicts.atMost("classes until the first result", Unit.COUNT, plain.all, 3000, plain.parsed + " of them parsed");
        Loaded secured = loaded("-Xshare:auto", "tls", tls, authority);
        verdicts.atMost("classes until the first result over TLS", Unit.COUNT, secured.all, 4000, secured.parsed + " of them parsed");
        Loaded archived = loaded("-XX:SharedArchiveFile=" + archive, "ntlm", sealed);
        verdicts.told("classes until the first result with an archive", Unit.COUNT, archived.all, "");
        verdicts.atMost("those of them that are not in the archive", Unit.COUNT, archived.parsed, 100, "");
    }

    /** What the JVM's log of classes says of a child. */
    private Loaded loaded(String option, String... arguments) throws IOException {
        Path file = folder.resolve("classes.log");
        List<String> options = List.of(option, "-Xlog:class+load=info:file=" + file + ":none");
        run(options, arguments);
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

    private Cost run(String option, String... arguments) throws IOException {
        return run(List.of(option), arguments);
    }

    private Cost run(List<String> more, String... arguments) throws IOException {
        long began = System.nanoTime();
        double[] cost = new double[2];
        StringBuilder said = new StringBuilder();
        int ended = start(more, List.of(arguments), line -> {
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

    private static int start(List<String> more, List<String> arguments, Consumer<String> heard) throws IOException {
        List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        options.addAll(more);
        return Children.run(options, Once.class, arguments, heard);
    }
}
