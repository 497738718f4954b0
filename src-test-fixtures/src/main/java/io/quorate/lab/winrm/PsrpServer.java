package io.quorate.lab.winrm;

import io.quorate.winrm.psrp.ClixmlException;
import io.quorate.winrm.psrp.Defragmenter;
import io.quorate.winrm.psrp.Fragmenter;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsItems;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpLimits;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.PsrpProtocolException;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.WirePipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The server side of a runspace pool ([MS-PSRP] 3.2): negotiates, opens, queues pipelines for its runspaces and answers pool messages. Not
 * the client's state machine turned round: it shares codecs only. Thread-safe.
 */
final class PsrpServer {
    private static final String SERIALIZATION = "1.1.0.1";

    private final Object lock = new Object();
    private final PipelineHost host;
    private final OsVersion os;
    private final PsrpVersion newest;
    private final Supplier<Runspace> runspaces;
    private final ServerKeys keys = new ServerKeys();
    private final Fragmenter fragmenter = new Fragmenter();
    private final Outbox output = new Outbox(fragmenter);
    private final Defragmenter input = Defragmenter.forPool(PsrpLimits.DEFAULT);
    private final Map<UUID, ServerPipeline> pipelines = new LinkedHashMap<>();
    private final Deque<Runspace> idle = new ArrayDeque<>();
    private final Deque<ServerPipeline> queue = new ArrayDeque<>();
    private UUID poolId = PsrpMessage.NONE;
    private @Nullable PsrpVersion protocol;
    private int minRunspaces = 1;
    private int maxRunspaces = 1;
    private int busy;
    private boolean opened;
    private boolean closed;

    /** @param newest the newest protocol it speaks */
    PsrpServer(PipelineHost host, OsVersion os, PsrpVersion newest, Supplier<Runspace> runspaces) {
        this.host = host;
        this.os = os;
        this.newest = newest;
        this.runspaces = runspaces;
    }

    /** Returns the pool's own stream. */
    Outbox output() {
        return output;
    }

    /** Makes a pipeline that waits for its CREATE_PIPELINE. */
    ServerPipeline newPipeline() {
        return new ServerPipeline(this, host, new Outbox(fragmenter));
    }

    /** Puts fragments together. Changes nothing else. */
    List<PsrpMessage> decode(byte[] fragments) throws WsmanFault {
        synchronized (lock) {
            try {
                return input.accept(fragments);
            } catch (PsrpProtocolException e) {
                throw WsmanFault.of(FaultKind.INVALID_PARAMETER);
            }
        }
    }

    /** Returns the cmdlets that the messages would run. */
    static List<String> commandsIn(List<PsrpMessage> messages) {
        List<String> names = new ArrayList<>();
        for (PsrpMessage message : messages) {
            if (message.type() == PsrpMessageType.CREATE_PIPELINE) {
                try {
                    KnownPipelines.read(message, SecureCodec.none()).statements().stream()
                            .flatMap(List::stream)
                            .filter(c -> !c.script())
                            .forEach(c -> names.add(c.text()));
                } catch (PsrpProtocolException | ClixmlException e) {
                    // the same message is answered with the failure when it is applied
                }
            }
        }
        return names;
    }

    /** Does what the messages say. The pipeline is the one whose command they came with, or null for the pool's. */
    void apply(List<PsrpMessage> messages, @Nullable ServerPipeline pipeline) throws WsmanFault {
        boolean pools = false;
        try {
            for (PsrpMessage message : messages) {
                if (pipeline != null && isPipelines(message.type())) {
                    toPipeline(message, pipeline);
                } else {
                    pools = true;
                    toPool(message);
                }
            }
        } catch (PsrpProtocolException | ClixmlException e) {
            throw WsmanFault.of(FaultKind.INVALID_PARAMETER);
        }
        if (pools) {
            host.time().nudge();
        }
    }

    private static boolean isPipelines(PsrpMessageType type) {
        return switch (type) {
            case CREATE_PIPELINE, PIPELINE_INPUT, END_OF_PIPELINE_INPUT, PIPELINE_HOST_RESPONSE, GET_COMMAND_METADATA ->
                true;
            default -> false;
        };
    }

    private void toPipeline(PsrpMessage message, ServerPipeline pipeline) {
        switch (message.type()) {
            case CREATE_PIPELINE -> {
                WirePipeline wire = KnownPipelines.read(message, keys.incoming());
                synchronized (lock) {
                    pipelines.put(message.pipelineId(), pipeline);
                }
                pipeline.create(poolId, message.pipelineId(), wire);
            }
            case PIPELINE_INPUT -> pipeline.input(Messages.value(message, keys.incoming()));
            case END_OF_PIPELINE_INPUT -> pipeline.endInput();
            case GET_COMMAND_METADATA -> pipeline.refuse(poolId, message.pipelineId(), "GET_COMMAND_METADATA");
            default -> host.traffic().notSimulated("psrp " + message.type());
        }
    }

    private void toPool(PsrpMessage message) {
        switch (message.type()) {
            case SESSION_CAPABILITY -> negotiate(message.runspacePoolId(), (PsObject) Messages.value(message));
            case INIT_RUNSPACEPOOL -> open((PsObject) Messages.value(message));
            case SET_MAX_RUNSPACES -> setRunspaces(message, "MaxRunspaces");
            case SET_MIN_RUNSPACES -> setRunspaces(message, "MinRunspaces");
            case GET_AVAILABLE_RUNSPACES -> {
                synchronized (lock) {
                    available(message, PsValue.int32(maxRunspaces - busy));
                }
            }
            case RESET_RUNSPACE_STATE -> reset(message);
            case PUBLIC_KEY -> exchange(message);
            default -> host.traffic().notSimulated("psrp " + message.type());
        }
    }

    private void negotiate(UUID pool, PsObject capability) {
        PsrpVersion mine = newest;
        PsrpVersion asked = PsrpVersion.parse(version(capability, "protocolversion"));
        synchronized (lock) {
            poolId = pool;
            PsrpVersion answer = asked.major() == mine.major() && asked.compareTo(mine) < 0 ? asked : mine;
            output.add(Messages.toClient(
                    PsrpMessageType.SESSION_CAPABILITY,
                    PsrpMessage.NONE,
                    PsrpMessage.NONE,
                    new PsObject()
                            .with("protocolversion", versionOf(answer.toString()))
                            .with("PSVersion", versionOf("2.0"))
                            .with("SerializationVersion", versionOf(SERIALIZATION))));
            boolean agreed = asked.major() == mine.major()
                    && version(capability, "PSVersion").startsWith("2.")
                    && version(capability, "SerializationVersion").startsWith("1.1");
            protocol = agreed ? answer : null;
            keys.negotiated(answer);
        }
    }

    private void open(PsObject init) {
        synchronized (lock) {
            int min = number(init, "MinRunspaces", 1);
            int max = number(init, "MaxRunspaces", 1);
            if (protocol == null || opened || min < 1 || max < min) {
                return;
            }
            minRunspaces = min;
            maxRunspaces = max;
            opened = true;
            toClient(
                    PsrpMessageType.APPLICATION_PRIVATE_DATA,
                    new PsObject().with("ApplicationPrivateData", privateData()));
            output.boundary();
            toClient(PsrpMessageType.RUNSPACEPOOL_STATE, new PsObject().with("RunspaceState", PsValue.int32(2)));
        }
    }

    private void exchange(PsrpMessage message) {
        // what concerns the session's key names no pool, as recorded
        output.add(Messages.toClient(
                PsrpMessageType.ENCRYPTED_SESSION_KEY,
                PsrpMessage.NONE,
                PsrpMessage.NONE,
                keys.exchange(Messages.value(message))));
        List<ServerPipeline> waiting;
        synchronized (lock) {
            waiting = List.copyOf(pipelines.values());
        }
        waiting.forEach(ServerPipeline::keyExchanged);
    }

    /** Returns what writes secure strings to the client; null while it is asked for its key, of which pipelines are told. */
    @Nullable
    SecureCodec secure() {
        SecureCodec codec = keys.outgoing();
        if (codec == null && keys.ask()) {
            output.add(Messages.toClient(
                    PsrpMessageType.PUBLIC_KEY_REQUEST, PsrpMessage.NONE, PsrpMessage.NONE, PsValue.string("")));
        }
        return codec;
    }

    private PsObject privateData() {
        List<PsDictionary.Entry> table = new ArrayList<>();
        List<PsValue> compatible = new ArrayList<>();
        boolean core = newest.atLeast(PsrpVersion.V2_4);
        double line = core ? 7.6 : Double.parseDouble(os.powerShellLine());
        String powerShell = core ? "7.6.0" : os.powerShell();
        for (String older : List.of("1.0", "2.0", "3.0", "4.0", "5.0", "5.1", "6.0", "7.0")) {
            if (Double.parseDouble(older) < line) {
                compatible.add(versionOf(older));
            }
        }
        compatible.add(versionOf(powerShell));
        table.add(entry("PSVersion", versionOf(powerShell)));
        if (line >= 5) {
            table.add(entry("PSEdition", PsValue.string(core ? "Core" : "Desktop")));
        }
        table.add(entry(
                "PSCompatibleVersions",
                PsObject.of("System.Version[]", "System.Array", "System.Object")
                        .content(new PsItems(PsItems.Kind.LIST, compatible))));
        if (!core) {
            table.add(entry("CLRVersion", versionOf(os == OsVersion.WS2008R2 ? "2.0.50727.5420" : "4.0.30319.42000")));
        }
        table.add(entry("BuildVersion", versionOf(os.build() + ".0")));
        table.add(entry("WSManStackVersion", versionOf(os.stack())));
        table.add(entry("PSRemotingProtocolVersion", versionOf(newest.toString())));
        table.add(entry("SerializationVersion", versionOf(SERIALIZATION)));
        return dictionary(List.of(entry("PSVersionTable", dictionary(table))));
    }

    private static PsObject dictionary(List<PsDictionary.Entry> entries) {
        return PsObject.of(
                        "System.Management.Automation.PSPrimitiveDictionary",
                        "System.Collections.Hashtable",
                        "System.Object")
                .content(new PsDictionary(entries));
    }

    private static PsDictionary.Entry entry(String key, PsValue value) {
        return new PsDictionary.Entry(PsValue.string(key), value);
    }

    private static PsValue versionOf(String text) {
        return new PsPrimitive(PsType.VERSION, text);
    }

    private void setRunspaces(PsrpMessage message, String property) {
        List<ServerPipeline> startable = new ArrayList<>();
        synchronized (lock) {
            int wanted = number((PsObject) Messages.value(message), property, 0);
            boolean max = property.startsWith("Max");
            boolean allowed = max ? wanted >= minRunspaces : wanted >= 1 && wanted <= maxRunspaces;
            if (allowed && max) {
                maxRunspaces = wanted;
                startable = takeStartable();
            } else if (allowed) {
                minRunspaces = wanted;
            }
            available(message, PsValue.bool(allowed));
        }
        startable.forEach(ServerPipeline::start);
    }

    private void reset(PsrpMessage message) {
        synchronized (lock) {
            boolean allowed = maxRunspaces == 1 && busy == 0;
            if (allowed) {
                idle.clear();
            }
            available(message, PsValue.bool(allowed));
        }
    }

    private void available(PsrpMessage request, PsValue answer) {
        PsValue ci = ((PsObject) Messages.value(request)).property("ci");
        PsObject body = new PsObject().with("SetMinMaxRunspacesResponse", answer);
        toClient(PsrpMessageType.RUNSPACE_AVAILABILITY, ci == null ? body : body.with("ci", ci));
    }

    private void toClient(PsrpMessageType type, PsValue body) {
        output.add(Messages.toClient(type, poolId, PsrpMessage.NONE, body));
    }

    private static String version(PsObject object, String name) {
        PsValue value = object.property(name);
        PsPrimitive primitive = value == null ? null : value.primitive();
        if (primitive == null) {
            throw new PsrpProtocolException("no " + name);
        }
        return String.valueOf(primitive.value());
    }

    private static int number(PsObject object, String name, int otherwise) {
        PsValue value = object.property(name);
        PsPrimitive primitive = value == null ? null : value.primitive();
        return primitive != null && primitive.value() instanceof Integer number ? number : otherwise;
    }

    /** Runs the pipeline as soon as a runspace is free. */
    void enqueue(ServerPipeline pipeline) {
        List<ServerPipeline> startable;
        synchronized (lock) {
            queue.add(pipeline);
            startable = takeStartable();
        }
        startable.forEach(ServerPipeline::start);
    }

    private List<ServerPipeline> takeStartable() {
        List<ServerPipeline> startable = new ArrayList<>();
        while (!closed && busy < maxRunspaces && !queue.isEmpty()) {
            ServerPipeline next = queue.remove();
            Runspace runspace = idle.poll();
            busy++;
            next.assign(runspace == null ? runspaces.get() : runspace);
            startable.add(next);
        }
        return startable;
    }

    /** Takes a pipeline that has not started out of the queue. */
    boolean dequeue(ServerPipeline pipeline) {
        synchronized (lock) {
            return queue.remove(pipeline);
        }
    }

    /** Takes back the runspace of a pipeline that has ended. */
    void release(Runspace runspace) {
        List<ServerPipeline> startable;
        synchronized (lock) {
            busy--;
            if (idle.size() < maxRunspaces) {
                idle.push(runspace);
            }
            startable = takeStartable();
        }
        startable.forEach(ServerPipeline::start);
    }

    /** Forgets a pipeline whose command was released. */
    void forget(ServerPipeline pipeline) {
        synchronized (lock) {
            pipelines.values().remove(pipeline);
        }
    }

    /** Stops everything; nothing is answered any more. */
    void close() {
        List<ServerPipeline> running;
        synchronized (lock) {
            closed = true;
            queue.clear();
            running = new ArrayList<>(pipelines.values());
        }
        running.forEach(ServerPipeline::terminate);
        output.close();
        keys.wipe();
        host.time().nudge();
    }
}
