package io.quorate.winrm.wsman;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back, read as far as a client needs it.
 *
 * @param action the reply's action; null for the answer to Identify
 * @param relatesTo the id of the request it answers
 * @param fault what the server refused with; null if it did not
 * @param shellId the shell, from a CreateResponse or a shell's properties
 * @param commandId the command, from a CommandResponse
 * @param streams the pieces of output, in order
 * @param commandState the command's state; null if it was not told
 * @param values the text of leaf elements of a shell, a configuration or an Identify answer, by local name
 * @param items the items of a list, each with the text of its leaf elements by local name
 * @param complete whether a list ends with this answer; {@code EnumerationContext} among the values goes on with it if not
 */
public record Reply(
        @Nullable String action,
        @Nullable String relatesTo,
        @Nullable WsManFault fault,
        @Nullable String shellId,
        @Nullable String commandId,
        List<Chunk> streams,
        @Nullable CommandState commandState,
        Map<String, String> values,
        List<Map<String, String>> items,
        boolean complete) {
    /** Makes one that is no list. */
    public Reply(
            @Nullable String action,
            @Nullable String relatesTo,
            @Nullable WsManFault fault,
            @Nullable String shellId,
            @Nullable String commandId,
            List<Chunk> streams,
            @Nullable CommandState commandState,
            Map<String, String> values) {
        this(action, relatesTo, fault, shellId, commandId, streams, commandState, values, List.of(), false);
    }

    /** Names the answer and counts what it holds, never a text of it. */
    @Override
    public String toString() {
        return (fault == null ? "reply" : "fault " + fault.shortCode()) + " " + streams
                + (commandState == null ? "" : " " + commandState.name());
    }

    public Reply {
        streams = List.copyOf(streams);
        values = Map.copyOf(values);
        items = items.stream().map(Map::copyOf).toList();
    }

    /**
     * A piece of output: one fragment in practice.
     *
     * @param stream its stream, {@code stdout}
     * @param commandId the command it belongs to; null for the pool
     */
    public record Chunk(String stream, @Nullable String commandId, byte[] bytes) {
        @Override
        public String toString() {
            return stream + " " + bytes.length + " bytes";
        }
    }

    /**
     * @param name the last word of the state's URI: {@code Done}, {@code Running}, {@code Pending}
     * @param exitCode null while it runs
     */
    public record CommandState(
            @Nullable String commandId,
            String name,
            @Nullable String exitCode) {
        /** Tells whether no more output will come. */
        public boolean done() {
            return name.equals("Done");
        }
    }

    /** Returns it without the output that names another command; null stands for the pool, whose output names none. */
    public Reply only(@Nullable String command) {
        List<Chunk> own = streams.stream()
                .filter(chunk -> chunk.commandId() == null
                        || command != null && chunk.commandId().equalsIgnoreCase(command))
                .toList();
        return own.size() == streams.size()
                ? this
                : new Reply(action, relatesTo, fault, shellId, commandId, own, commandState, values, items, complete);
    }

    /** Tells whether this is the fault that only says there is no output yet. */
    public boolean isQuiet() {
        return fault != null && fault.isQuiet();
    }
}
