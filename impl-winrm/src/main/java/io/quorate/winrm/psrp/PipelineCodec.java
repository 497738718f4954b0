package io.quorate.winrm.psrp;

import io.quorate.winrm.psrp.WirePipeline.Argument;
import io.quorate.winrm.psrp.WirePipeline.Command;
import io.quorate.winrm.psrp.WirePipeline.Merges;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Writes and reads the content of CREATE_PIPELINE ([MS-PSRP] 2.2.2.10, 2.2.3.11). What is written for a {@link PsPipeline} is always
 * structured commands, {@code IsScript} false.
 */
public final class PipelineCodec {
    private static final String MESSAGE = "CREATE_PIPELINE";
    private static final String LIST_TYPE =
            "System.Collections.Generic.List`1[[System.Management.Automation.PSObject, System.Management.Automation,"
                    + " Version=7.0.0.0, Culture=neutral, PublicKeyToken=31bf3856ad364e35]]";
    private static final String RESULT_TYPES = "System.Management.Automation.Runspaces.PipelineResultTypes";
    private static final List<String> RESULT_NAMES =
            List.of("None", "Output", "Error", "Warning", "Verbose", "Debug", "Information", "All", "Null");
    private static final int OUTPUT_AND_ERROR = 3;

    /** The streams that can be merged one by one, with the member that says so and the version it came with. */
    private enum Mergeable {
        ERROR(PsStream.ERROR, "MergeError", PsrpVersion.V2_2),
        WARNING(PsStream.WARNING, "MergeWarning", PsrpVersion.V2_2),
        VERBOSE(PsStream.VERBOSE, "MergeVerbose", PsrpVersion.V2_2),
        DEBUG(PsStream.DEBUG, "MergeDebug", PsrpVersion.V2_2),
        INFORMATION(PsStream.INFORMATION, "MergeInformation", PsrpVersion.V2_3);

        private final PsStream stream;
        private final String member;
        private final PsrpVersion since;

        Mergeable(PsStream stream, String member, PsrpVersion since) {
            this.stream = stream;
            this.member = member;
            this.since = since;
        }
    }

    private PipelineCodec() {}

    /**
     * Writes a pipeline. Its input is not part of it; whether there is any is.
     *
     * @throws IllegalArgumentException if the protocol version cannot say it: several statements or merged streams other than errors need
     *     2.2, the information stream 2.3; progress records cannot be merged
     */
    public static PsObject encode(PsPipeline pipeline, PipelineOptions options) {
        return encode(toWire(pipeline, options), options.protocol());
    }

    /**
     * Reads what a client sent.
     *
     * @throws PsrpProtocolException if a member is missing or of the wrong type
     */
    public static WirePipeline decode(PsValue value) {
        Fields fields = Fields.of(MESSAGE, value);
        Fields shell = Fields.of(MESSAGE, fields.required("PowerShell"));
        List<List<Command>> statements = new ArrayList<>();
        for (PsValue statement : shell.items("ExtraCmds")) {
            statements.add(commands(Fields.of(MESSAGE, statement)));
        }
        if (statements.isEmpty()) {
            statements.add(commands(shell));
        }
        return new WirePipeline(
                statements,
                fields.flag("NoInput", false),
                fields.flag("AddToHistory", false),
                fields.flag("IsNested", shell.flag("IsNested", false)),
                shell.flag("RedirectShellErrorOutputPipe", false),
                fields.int32("RemoteStreamOptions", 0));
    }

    static WirePipeline toWire(PsPipeline pipeline, PipelineOptions options) {
        return new WirePipeline(
                pipeline.statements().stream()
                        .map(statement ->
                                statement.stream().map(PipelineCodec::toWire).toList())
                        .toList(),
                pipeline.input().isEmpty(),
                options.addToHistory(),
                options.nested(),
                options.redirectErrorsToOutputPipe(),
                options.remoteStreamOptions());
    }

    private static Command toWire(PsCommand command) {
        Map<PsStream, Integer> streams = new EnumMap<>(PsStream.class);
        command.mergeToOutput().forEach(stream -> streams.put(stream, WirePipeline.OUTPUT));
        boolean errors = streams.containsKey(PsStream.ERROR);
        return new Command(
                command.name(),
                false,
                null,
                command.parameters().stream()
                        .map(parameter -> new Argument(parameter.name(), parameter.value()))
                        .toList(),
                new Merges(
                        errors ? WirePipeline.ERROR : WirePipeline.NONE,
                        errors ? WirePipeline.OUTPUT : WirePipeline.NONE,
                        WirePipeline.NONE,
                        streams));
    }

    /** Writes whatever a client could say; for {@link #encode(PsPipeline, PipelineOptions)} and for tests, and visible to nobody else. */
    static PsObject encode(WirePipeline pipeline, PsrpVersion protocol) {
        List<List<Command>> statements = pipeline.statements();
        if (statements.size() > 1 && !protocol.atLeast(PsrpVersion.V2_2)) {
            throw new IllegalArgumentException(
                    "protocol " + protocol + " runs one statement at a time, not " + statements.size());
        }
        PsObject shell = new PsObject()
                .with("IsNested", PsValue.bool(pipeline.nested()))
                .with("Cmds", commands(statements.get(0), protocol));
        if (statements.size() > 1) {
            shell.with(
                    "ExtraCmds",
                    list(statements.stream()
                            .map(statement -> new PsObject().with("Cmds", commands(statement, protocol)))
                            .toList()));
        }
        shell.with("History", PsNil.NIL)
                .with("RedirectShellErrorOutputPipe", PsValue.bool(pipeline.redirectErrorsToOutputPipe()));
        PsObject message = new PsObject()
                .with("NoInput", PsValue.bool(pipeline.noInput()))
                .with("ApartmentState", HostInfo.apartmentState())
                .with(
                        "RemoteStreamOptions",
                        PsObject.enumeration(
                                "System.Management.Automation.RemoteStreamOptions",
                                streamOptionsText(pipeline.remoteStreamOptions()),
                                pipeline.remoteStreamOptions()))
                .with("AddToHistory", PsValue.bool(pipeline.addToHistory()))
                .with("HostInfo", HostInfo.none())
                .with("PowerShell", shell);
        // before 2.2 the pipeline alone says it
        return protocol.atLeast(PsrpVersion.V2_2) ? message.with("IsNested", PsValue.bool(pipeline.nested())) : message;
    }

    private static String streamOptionsText(int options) {
        return options == 15 ? "AddInvocationInfo" : Integer.toString(options);
    }

    private static PsObject commands(List<Command> commands, PsrpVersion protocol) {
        return list(commands.stream().map(command -> command(command, protocol)).toList());
    }

    private static PsObject command(Command command, PsrpVersion protocol) {
        Merges merges = command.merges();
        PsObject object = new PsObject()
                .with("Cmd", PsValue.string(command.text()))
                .with("IsScript", PsValue.bool(command.script()))
                .with(
                        "UseLocalScope",
                        command.useLocalScope() == null ? PsNil.NIL : PsValue.bool(command.useLocalScope()))
                .with("MergeMyResult", resultType(merges.myResult()))
                .with("MergeToResult", resultType(merges.toResult()))
                .with("MergePreviousResults", previousResults(merges.previousResults()));
        if (merges.streams().containsKey(PsStream.PROGRESS)) {
            throw new IllegalArgumentException("progress records cannot be merged into the output");
        }
        for (Mergeable mergeable : Mergeable.values()) {
            int target = merges.streams().getOrDefault(mergeable.stream, WirePipeline.NONE);
            if (protocol.atLeast(mergeable.since)) {
                object.with(mergeable.member, resultType(target));
            } else if (target != WirePipeline.NONE && mergeable != Mergeable.ERROR) {
                throw new IllegalArgumentException(
                        "protocol " + protocol + " cannot merge the stream " + mergeable.stream);
            }
        }
        return object.with(
                "Args",
                list(command.arguments().stream().map(PipelineCodec::argument).toList()));
    }

    private static PsObject argument(Argument argument) {
        return new PsObject()
                .with("N", argument.name() == null ? PsNil.NIL : PsValue.string(argument.name()))
                .with("V", ValueCopy.of(argument.value()));
    }

    private static PsObject list(List<PsObject> items) {
        return PsObject.of(LIST_TYPE, "System.Object").content(new PsItems(PsItems.Kind.LIST, items));
    }

    private static PsObject resultType(int number) {
        return PsObject.enumeration(RESULT_TYPES, RESULT_NAMES.get(number), number);
    }

    /** Here the numbers are flags. */
    private static PsObject previousResults(int number) {
        return number == OUTPUT_AND_ERROR
                ? PsObject.enumeration(RESULT_TYPES, "Output, Error", number)
                : resultType(number);
    }

    private static List<Command> commands(Fields statement) {
        List<Command> commands = new ArrayList<>();
        for (PsValue value : statement.items("Cmds")) {
            Fields fields = Fields.of("a command", value);
            List<Argument> arguments = new ArrayList<>();
            for (PsValue argument : fields.items("Args")) {
                Fields member = Fields.of("an argument", argument);
                arguments.add(new Argument(member.textOrNull("N"), member.value("V")));
            }
            commands.add(new Command(
                    fields.text("Cmd"),
                    fields.flag("IsScript", false),
                    fields.flag("UseLocalScope"),
                    arguments,
                    merges(fields)));
        }
        return commands;
    }

    private static Merges merges(Fields fields) {
        int myResult = fields.int32("MergeMyResult", WirePipeline.NONE);
        int toResult = fields.int32("MergeToResult", WirePipeline.NONE);
        Map<PsStream, Integer> streams = new EnumMap<>(PsStream.class);
        for (Mergeable mergeable : Mergeable.values()) {
            int target = fields.int32(mergeable.member, WirePipeline.NONE);
            if (target != WirePipeline.NONE) {
                streams.put(mergeable.stream, target);
            }
        }
        if (fields.value("MergeError").isNil() && myResult == WirePipeline.ERROR && toResult != WirePipeline.NONE) {
            streams.put(PsStream.ERROR, toResult);
        }
        return new Merges(myResult, toResult, fields.int32("MergePreviousResults", WirePipeline.NONE), streams);
    }
}
