package io.quorate.winrm.psrp;

import io.quorate.winrm.psrp.WsmanRecordings.Chunk;
import io.quorate.winrm.psrp.WsmanRecordings.Exchange;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Gives the client's machines what a conversation's server sent; ids are the recorded client's. Shells may be open beside each other, and
 * commands run beside each other; output that names another command than the one asked for is passed over, as the client does.
 */
final class WsmanPlayer {
    final List<String> versions = new ArrayList<>();
    final List<PsResult> results = new ArrayList<>();
    final Set<String> leftOut = new TreeSet<>();
    int opened;

    private final Map<String, Player> shells = new HashMap<>();

    void play(Exchange exchange) {
        if (exchange.powerShell()) {
            shells.computeIfAbsent(exchange.shell(), id -> new Player()).play(exchange);
        }
    }

    /** One shell. */
    private final class Player {
        private final Map<UUID, PipelineMachine> pipelines = new LinkedHashMap<>();
        private final Map<String, PipelineMachine> byCommand = new HashMap<>();
        private final Map<Long, Long> callIds = new HashMap<>();
        private final Defragmenter sent = Defragmenter.forPool(PsrpLimits.DEFAULT);
        private final Map<String, UUID> started = new HashMap<>();
        private @Nullable RunspacePoolMachine pool;
        private @Nullable KeyPair keys;
        private boolean connected;

        void play(Exchange exchange) {
            for (Chunk chunk : exchange.sent()) {
                if (chunk.element().equals("connectXml")) {
                    leftOut.add("connects to a disconnected pool");
                    connected = true;
                    pool = null;
                }
                List<PsrpMessage> messages = sent.accept(chunk.bytes());
                if (exchange.action().endsWith("/Command") && chunk.element().equals("Arguments")) {
                    PsrpFragment first = PsrpFragment.parse(chunk.bytes()).get(0);
                    if (first.start()) {
                        started.put(exchange.commandId(), pipelineId(first));
                    }
                }
                messages.forEach(this::sent);
            }
            started.forEach((command, id) -> {
                if (pipelines.containsKey(id)) {
                    byCommand.put(command, pipelines.get(id));
                }
            });
            for (Chunk chunk : exchange.received()) {
                boolean own = chunk.commandId().isEmpty() || chunk.commandId().equals(exchange.commandId());
                if (pool != null && chunk.element().equals("Stream") && own) {
                    received(exchange.commandId(), chunk.bytes());
                }
            }
        }

        /** The first fragment of a message holds its header, and that the pipeline's id. */
        private static UUID pipelineId(PsrpFragment first) {
            byte[] header = Arrays.copyOf(first.blob().array(), PsrpMessage.HEADER_BYTES);
            return PsrpMessage.decode(header).pipelineId();
        }

        private void sent(PsrpMessage message) {
            switch (message.type()) {
                case SESSION_CAPABILITY -> {
                    if (connected) {
                        return;
                    }
                    pool = new RunspacePoolMachine(
                            message.runspacePoolId(), RunspacePoolOptions.DEFAULT.withKeyPairs(() -> keys));
                    pool.open(100_000);
                }
                case CREATE_PIPELINE -> {
                    if (pool == null) {
                        return;
                    }
                    if (pool.state() != RunspacePoolState.OPENED) {
                        leftOut.add("a command before the pool is open");
                        return;
                    }
                    PipelineMachine pipeline =
                            ScriptPipelines.recorded(pool, message.pipelineId(), message.value(), List.of(), null);
                    pipeline.start(1_000_000);
                    pipelines.put(message.pipelineId(), pipeline);
                }
                case RESET_RUNSPACE_STATE -> {
                    if (pool != null) {
                        RunspaceRequest request = RunspaceRequest.decode(message.type(), message.value());
                        // clients count their calls from different numbers
                        callIds.put(request.callId(), pool.resetRunspaceState());
                    }
                }
                case PUBLIC_KEY -> {
                    keys = RecordedKeys.of(message.value());
                    if (keys == null) {
                        leftOut.add("exchanges keys, and the recording client's is not here");
                    } else if (pool != null) {
                        pool.exchangeKey();
                    }
                }
                case SET_MAX_RUNSPACES, SET_MIN_RUNSPACES, GET_AVAILABLE_RUNSPACES ->
                    leftOut.add("asks for or changes the number of runspaces");
                case GET_COMMAND_METADATA -> leftOut.add("asks for the metadata of commands");
                default -> {
                    // nothing that the machines have to know
                }
            }
        }

        private void received(String commandId, byte[] bytes) {
            if (!commandId.isEmpty()) {
                PipelineMachine pipeline = byCommand.get(commandId);
                if (pipeline == null) {
                    leftOut.add("output of a command that was not begun as a pipeline");
                } else {
                    boolean before = pipeline.ended();
                    pipeline.receive(bytes);
                    if (!before && pipeline.ended()) {
                        results.add(pipeline.result());
                    }
                }
                return;
            }
            RunspacePoolMachine mine = pool;
            byte[] known = mine == null ? null : translated(bytes);
            if (mine != null && known != null) {
                RunspacePoolState before = mine.state();
                mine.receive(known);
                if (before != RunspacePoolState.OPENED && mine.state() == RunspacePoolState.OPENED) {
                    opened++;
                    versions.add(mine.protocol() + "/" + mine.serverPsVersion());
                }
            }
        }

        /** Gives the answer to a request our number for it; null if it answers what we did not ask, or keys. */
        private byte @Nullable [] translated(byte[] fragments) {
            List<PsrpFragment> parsed = PsrpFragment.parse(fragments);
            PsrpFragment only = parsed.get(0);
            if (parsed.size() != 1 || !only.start() || !only.end()) {
                return fragments;
            }
            PsrpMessage message = PsrpMessage.decode(only.blob().array());
            if (keys == null && message.type() == PsrpMessageType.ENCRYPTED_SESSION_KEY) {
                return null;
            }
            if (message.type() != PsrpMessageType.RUNSPACE_AVAILABILITY) {
                return fragments;
            }
            RunspaceAvailability answer = RunspaceAvailability.decode(message.value());
            Long ours = callIds.get(answer.callId());
            if (ours == null) {
                return null;
            }
            PsValue moved = new RunspaceAvailability(ours, answer.counted(), answer.value()).toValue();
            byte[] again = PsrpMessage.toClient(message.type(), message.runspacePoolId(), message.pipelineId(), moved)
                    .encode();
            return new PsrpFragment(only.objectId(), 0, true, true, PsBytes.owning(again)).encode();
        }
    }
}
