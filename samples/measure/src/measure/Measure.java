package measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Measures what Quorate promises, in one run, on this machine: each figure beside a peer's, or beside itself at another size, in interleaved
 * rounds whose medians count. Prints a table and ends with 1 if a promise was missed; {@code --help} tells the parts.
 */
@Command(
        name = "measure.Measure",
        mixinStandardHelpOptions = true,
        description = "Measures what Quorate promises and prints name, value, limit and verdict of each figure: medians of"
                + " five interleaved rounds. Wants a machine that does nothing else.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0: all promises were kept",
            "1: one was missed, or could not be measured",
            "2: the arguments are wrong"
        })
public final class Measure implements Callable<Integer> {
    static final int ROUNDS = 5;

    /** A part of the run, in the order in which they are measured. */
    private enum Part {
        COMMANDS("Commands over a warm session, sealed by NTLM; winrm4j beside us", Commands::judge),
        ISCSI("iSCSI: our initiator and libiscsi at the same disks", Initiators::judge),
        LOOKS("A look at one virtual machine, where a host has 250", Looks::judge),
        HOSTS("A list over 64 hosts at 20 ms", Hosts::judge),
        JOBS("Jobs of the appliance, in the lab's time", Jobs::judge),
        OUTPUT("100 MB of output through the public API", Output::judge),
        COLD("Cold start: a JVM that starts and asks once", Cold::judge),
        LAB("A change in a lab that is large", Changes::judge);

        private final String title;
        private final Judge judge;

        Part(String title, Judge judge) {
            this.title = title;
            this.judge = judge;
        }

        static String help() {
            StringBuilder lines = new StringBuilder();
            for (Part part : values()) {
                lines.append(String.format("  %-10s %s%n", part.name().toLowerCase(Locale.ROOT), part.title));
            }
            return lines.toString();
        }
    }

    /** Measures something, and says what came of it. */
    private interface Judge {
        void judge(Verdicts verdicts) throws Exception;
    }

    @Parameters(paramLabel = "PART", description = "what to measure; all parts if none is given")
    private List<Part> parts = List.of();

    @Option(
            names = "--allow-unmeasured",
            scope = CommandLine.ScopeType.INHERIT,
            description = "what cannot be measured, because a peer is not installed, does not count as missed")
    private boolean allowsUnmeasured;

    private final Verdicts verdicts = new Verdicts();
    private final long began = System.nanoTime();

    public static void main(String... args) throws IOException {
        silence();
        CommandLine line = new CommandLine(new Measure()).setCaseInsensitiveEnumValuesAllowed(true);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.footerHeading("%nParts:%n").footer(Part.help().replace("%", "%%"));
        System.exit(line.execute(args));
    }

    /** What libraries log of each call and of each connection that is lost would be all there is to read. */
    private static void silence() throws IOException {
        LogManager.getLogManager().reset();
        Path silence = Files.createTempFile("measure", ".xml");
        Files.writeString(silence, "<configuration><root level=\"OFF\"/></configuration>");
        silence.toFile().deleteOnExit();
        System.setProperty("logback.configurationFile", silence.toString());
    }

    @Override
    public Integer call() {
        for (Part part : parts.isEmpty() ? Arrays.asList(Part.values()) : parts) {
            verdicts.heading(part.title);
            try {
                part.judge.judge(verdicts);
            } catch (Exception | LinkageError e) {
                verdicts.notMeasured(part.title, e.toString());
                e.printStackTrace();
            }
        }
        return ended();
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Plays failovers of an availability group, in real time, and tells how long clients are kept from writing.")
    int failovers(
            @Parameters(paramLabel = "COUNT", arity = "0..1", defaultValue = "1000", description = "how many; ${DEFAULT-VALUE} as usual")
                    int count,
            @Parameters(
                            paramLabel = "RUNS",
                            arity = "0..1",
                            defaultValue = "-1",
                            description = "how many more with a pool that is not told of them; 10 as usual")
                    int runs)
            throws Exception {
        Path hosts = Failovers.hostsFile(); // before anything looks up a name
        try (Failovers failovers = new Failovers(hosts, verdicts)) {
            failovers.measure(count, runs < 0 ? Math.min(10, 1 + count / 100) : runs);
        }
        return ended();
    }

    private int ended() {
        verdicts.summary((System.nanoTime() - began) / 1e9);
        return verdicts.missed() > 0 || (verdicts.notMeasured() > 0 && !allowsUnmeasured) ? 1 : 0;
    }
}
