package io.quorate.samples;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells the first story in the lab and prints it. */
@Command(
        name = "FirstStory",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Tells the first story in the lab, in its virtual time, and prints it.")
public final class FirstStory implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            defaultValue = "42",
            description = "which estate and which accidents; ${DEFAULT-VALUE} if it is not given")
    private long seed = 42;

    private FirstStory() {}

    public static void main(String[] args) {
        int code = run(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int run(String... args) {
        return new CommandLine(new FirstStory()).execute(args);
    }

    @Override
    public Integer call() {
        System.out.println("Seed " + seed + ", times in the lab's virtual time. Verified in the lab.\n");
        System.out.print(Story.run(seed).print());
        return 0;
    }
}
