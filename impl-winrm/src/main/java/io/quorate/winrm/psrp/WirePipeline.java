package io.quorate.winrm.psrp;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A CREATE_PIPELINE message as it was received ([MS-PSRP] 2.2.2.10), with all that a client may have said: script text, too, which a
 * {@link PsPipeline} cannot hold.
 *
 * @param statements the statements, each a pipeline of commands
 * @param noInput whether no input will follow
 * @param addToHistory whether the session's history keeps it
 * @param nested whether it runs inside a running pipeline
 * @param redirectErrorsToOutputPipe {@code RedirectShellErrorOutputPipe}
 * @param remoteStreamOptions for which streams records carry invocation info
 */
public record WirePipeline(
        List<List<Command>> statements,
        boolean noInput,
        boolean addToHistory,
        boolean nested,
        boolean redirectErrorsToOutputPipe,
        int remoteStreamOptions) {

    /** The result type {@code Output} ([MS-PSRP] 2.2.3.31). */
    public static final int OUTPUT = 1;

    static final int NONE = 0;
    static final int ERROR = 2;

    /**
     * A command.
     *
     * @param text a cmdlet's name, or script text
     * @param script whether it is script text
     * @param useLocalScope whether it has a scope of its own; null leaves that to the server
     * @param arguments the arguments
     * @param merges where its streams go
     */
    public record Command(
            String text, boolean script, @Nullable Boolean useLocalScope, List<Argument> arguments, Merges merges) {
        public Command {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(merges, "merges");
            arguments = List.copyOf(arguments);
        }

        /** Names the cmdlet and its arguments, never values or script text: they may be secret. */
        @Override
        public String toString() {
            return (script ? "<script>" : text) + arguments;
        }
    }

    /** An argument: named, or positional when the name is null. The name may be empty, which no client of ours sends. */
    public record Argument(@Nullable String name, PsValue value) {
        public Argument {
            Objects.requireNonNull(value, "value");
        }

        /** Names the argument, never its value. */
        @Override
        public String toString() {
            return name == null ? "<positional>" : "-" + name;
        }
    }

    /**
     * Where a command's streams go, as numbers of PipelineResultTypes.
     *
     * @param myResult the stream to merge, the old way: 0 or 2 (error)
     * @param toResult where it goes, the old way: 0 or 1 (output)
     * @param previousResults what the command claims of its predecessors: 0, or 3 for output and errors
     * @param streams where each single stream goes: 1 (output) or 8 (nowhere); left out if it stays
     */
    public record Merges(int myResult, int toResult, int previousResults, Map<PsStream, Integer> streams) {
        /** Every stream stays where it is. */
        public static final Merges NOTHING = new Merges(NONE, NONE, NONE, Map.of());

        public Merges {
            streams = Map.copyOf(streams);
        }
    }

    public WirePipeline {
        statements = statements.stream().map(List::copyOf).toList();
    }

    /** Tells whether any command is script text. */
    public boolean hasScript() {
        return statements.stream().flatMap(List::stream).anyMatch(Command::script);
    }

    /** Tells whether any argument has an empty name; a real engine never answers such a pipeline. */
    public boolean hasEmptyParameterName() {
        return statements.stream()
                .flatMap(List::stream)
                .flatMap(command -> command.arguments().stream())
                .anyMatch(argument -> "".equals(argument.name()));
    }

    /** Tells whether {@link #toPipeline} can say this. */
    public boolean isStructured() {
        return !hasScript()
                && !hasEmptyParameterName()
                && statements.stream().noneMatch(List::isEmpty)
                && statements.stream()
                        .flatMap(List::stream)
                        .noneMatch(command -> command.text().isBlank());
    }

    /**
     * Returns this as structured commands, without input.
     *
     * @throws IllegalStateException if it holds what structured commands cannot say: script text, empty names, empty statements
     */
    public PsPipeline toPipeline() {
        if (!isStructured()) {
            throw new IllegalStateException("the pipeline holds script text, an empty name or an empty statement");
        }
        return PsPipeline.of(statements.stream()
                .map(statement ->
                        statement.stream().map(WirePipeline::structured).toList())
                .toList());
    }

    private static PsCommand structured(Command command) {
        Set<PsStream> merged = EnumSet.noneOf(PsStream.class);
        command.merges().streams().forEach((stream, target) -> {
            if (target == OUTPUT) {
                merged.add(stream);
            }
        });
        return new PsCommand(
                command.text(),
                command.arguments().stream()
                        .map(argument -> new PsParameter(argument.name(), argument.value()))
                        .toList(),
                merged);
    }
}
