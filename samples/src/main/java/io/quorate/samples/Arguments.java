package io.quorate.samples;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Answers the arguments of samples that take none: {@code --help} and {@code --version}, and anything else with the usage. */
final class Arguments {
    private Arguments() {}

    /** Goes on if there are no arguments; else answers them and ends the program, with 2 if they are wrong. */
    static void none(Class<?> sample, String does, String... args) {
        if (args.length > 0) {
            System.exit(answer(sample, does, args));
        }
    }

    /** Answers arguments. Returns the exit code. */
    static int answer(Class<?> sample, String does, String... args) {
        CommandSpec spec = CommandSpec.create()
                .name(sample.getSimpleName())
                .mixinStandardHelpOptions(true)
                .versionProvider(new Version());
        spec.usageMessage().description(does);
        return new CommandLine(spec)
                .setExecutionStrategy(parsed -> {
                    Integer helped = CommandLine.executeHelpRequest(parsed);
                    return helped == null ? 0 : helped;
                })
                .execute(args);
    }
}
