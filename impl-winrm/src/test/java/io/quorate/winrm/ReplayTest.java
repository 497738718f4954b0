package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Credentials;
import io.quorate.Deadline;
import io.quorate.Secret;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.ErrorRecordCodec;
import io.quorate.winrm.psrp.HostCallPolicy;
import io.quorate.winrm.psrp.HostResponse;
import io.quorate.winrm.psrp.KeyExchange;
import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineStateChange;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsDictionary;
import io.quorate.winrm.psrp.PsErrorRecord;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPipelineState;
import io.quorate.winrm.psrp.PsResult;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsStream;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.Recorded;
import io.quorate.winrm.psrp.RecordedKeys;
import io.quorate.winrm.psrp.RunspacePoolOptions;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.WirePipeline;
import io.quorate.winrm.wsman.HttpCarrier;
import io.quorate.winrm.wsman.TestIdentity;
import io.quorate.winrm.wsman.TestRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The real client, over real TLS, against what Windows servers were recorded to say. */
@Tag("vectors")
class ReplayTest {
    private static final String POWERSHELL = "http://schemas.microsoft.com/powershell/";
    private static final Set<String> ACTIONS =
            Set.of("Create", "Command", "Send", "Receive", "Signal", "Delete", "Get");

    /** What a client gives up on at the first HTTP error. */
    private static final Set<String> ASKED_ONCE = Set.of("Create", "Command", "Get", "Signal", "Delete");

    private static final Set<String> DISCONNECTING = Set.of("Disconnect", "Reconnect", "Connect", "Enumerate");

    private static final String NO_KEY = "exchanges a session key, and the recording client's is not here";

    /** Two disconnect and are connected to by another client; one receives for a command that was never started. */
    private static final Set<String> NOT_REPLAYED =
            Set.of("psrp_disconnect_runspaces", "psrp_disconnected_commands", "psrp_receive_failure");

    private static final Set<String> WITH_KEYS = Set.of("psrp_key_exchange_timeout", "psrp_multiple_commands");

    @TempDir
    static Path folder;

    private static TestIdentity hv1;

    @BeforeAll
    static void makeCertificate() {
        hv1 = TestIdentity.create(folder, "hv1");
    }

    private static List<Conversation> conversations() {
        return Conversation.readAll(Recordings.files("wsman"));
    }

    @Test
    void recordings_ofAllKinds_areReplayedOrLeftOutForAReason() {
        List<Conversation> all = conversations();
        Map<String, String> leftOut = new LinkedHashMap<>();
        int held = 0;
        for (Conversation conversation : all) {
            String reason = reasonToLeaveOut(conversation);
            if (reason != null) {
                leftOut.put(conversation.name(), reason);
            }
            held += holdsPowerShell(conversation) ? 1 : 0;
        }
        int replayed = all.size() - leftOut.size();
        Set<String> present = known(all, name -> true);
        Set<String> mayBeLeftOut = new TreeSet<>(NOT_REPLAYED);
        if (all.stream().anyMatch(ReplayTest::lacksItsKey)) {
            mayBeLeftOut.addAll(WITH_KEYS);
        }
        mayBeLeftOut.retainAll(present);
        assertThat(known(all, leftOut::containsKey)).isEqualTo(mayBeLeftOut);
        if (present.size() == 30 && !mayBeLeftOut.containsAll(WITH_KEYS)) {
            assertThat(known(all, name -> !leftOut.containsKey(name))).hasSize(27);
        }
        System.out.println("replay: " + all.size() + " conversations, " + held + " hold PSRP, " + replayed
                + " replayed, " + (all.size() - replayed) + " left out:");
        leftOut.forEach((name, reason) -> System.out.println("  " + name + ": " + reason));
    }

    @TestFactory
    Stream<DynamicTest> conversation_whenReplayed_givesTheClientWhatTheServerSaid() {
        return conversations().stream()
                .filter(conversation -> reasonToLeaveOut(conversation) == null)
                .map(conversation -> DynamicTest.dynamicTest(conversation.name(), () -> replay(conversation)));
    }

    /** The known conversations that hold PSRP and whose name passes. */
    private static Set<String> known(List<Conversation> all, Predicate<String> passes) {
        return all.stream()
                .filter(conversation -> conversation.known() != null && holdsPowerShell(conversation))
                .filter(conversation -> passes.test(conversation.name()))
                .map(Conversation::known)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean lacksItsKey(Conversation conversation) {
        return NO_KEY.equals(reasonToLeaveOut(conversation));
    }

    private static boolean holdsPowerShell(Conversation conversation) {
        return conversation.exchanges().stream()
                .anyMatch(exchange -> exchange.action().equals("Create") && exchange.isPowerShell());
    }

    /** What a recorded client did and ours has no feature for, or what cannot be replayed. */
    private static @Nullable String reasonToLeaveOut(Conversation conversation) {
        if (!holdsPowerShell(conversation)) {
            return "holds no PSRP";
        }
        List<String> begun = new ArrayList<>();
        Map<String, List<byte[]>> sent = new LinkedHashMap<>();
        for (Conversation.Exchange exchange : conversation.exchanges()) {
            if (DISCONNECTING.contains(exchange.action())) {
                return "disconnects and reconnects, which waits for the remoting issue";
            }
            if (!ACTIONS.contains(exchange.action())) {
                return "the action " + exchange.action() + ", which the client does not have";
            }
            if (!exchange.isPowerShell()) {
                continue;
            }
            if (exchange.action().equals("Command")) {
                begun.add(Conversation.find(exchange.response(), "<rsp:CommandId>([^<]*)<")
                        .toUpperCase(Locale.ROOT));
                begun.add(exchange.commandId());
            } else if (!exchange.commandId().isEmpty() && !begun.contains(exchange.commandId())) {
                return "receives for a command that was never started: parse only";
            }
            if (exchange.isRefused() && !exchange.isSoap() && !ASKED_ONCE.contains(exchange.action())) {
                return "an HTTP error at " + exchange.action() + ", which is asked again";
            }
            String shell = exchange.action().equals("Create")
                    ? Conversation.find(exchange.response(), "Selector Name=\"ShellId\">([^<]*)<")
                            .toUpperCase(Locale.ROOT)
                    : exchange.shellId();
            sent.computeIfAbsent(shell, id -> new ArrayList<>()).addAll(exchange.sent());
        }
        for (List<byte[]> ofShell : sent.values()) {
            for (Recorded.Message message : Recorded.messages(ofShell)) {
                boolean keyOfNoUse = message.type() == PsrpMessageType.PUBLIC_KEY
                        && begun.isEmpty()
                        && firstKey(conversation.exchanges(), PsrpMessageType.ENCRYPTED_SESSION_KEY) != null;
                if (keyOfNoUse) {
                    return "exchanges a session key that no command uses";
                }
                String reason = reasonToLeaveOut(message);
                if (reason != null) {
                    return reason;
                }
            }
        }
        return conversation.exchanges().stream()
                        .filter(e -> e.isPowerShell() && e.action().equals("Command"))
                        .map(command -> exchangesOf(command, conversation.exchanges()))
                        .anyMatch(command -> !ends(command))
                ? "a command whose end was not recorded"
                : null;
    }

    private static @Nullable String reasonToLeaveOut(Recorded.Message message) {
        return switch (message.type()) {
            case SESSION_CAPABILITY,
                    CREATE_PIPELINE,
                    PIPELINE_INPUT,
                    END_OF_PIPELINE_INPUT,
                    PIPELINE_HOST_RESPONSE,
                    RUNSPACEPOOL_HOST_RESPONSE,
                    RESET_RUNSPACE_STATE -> null;
            case INIT_RUNSPACEPOOL -> {
                PsValue arguments = ((PsObject) message.value()).property("ApplicationArguments");
                boolean none = arguments == null
                        || arguments.isNil()
                        || arguments instanceof PsObject given
                                && given.content() instanceof PsDictionary table
                                && table.entries().isEmpty();
                yield none ? null : "gives application arguments, which the client does not";
            }
            case PUBLIC_KEY -> RecordedKeys.of(message.value()) == null ? NO_KEY : null;
            default -> "sends " + message.type() + ", which the client does not";
        };
    }

    /** Tells whether a command's end is in the recording: its last state, or a refusal. */
    private static boolean ends(List<Conversation.Exchange> command) {
        return command.stream().anyMatch(Conversation.Exchange::isRefused)
                || said(command).stream()
                        .filter(message -> message.type() == PsrpMessageType.PIPELINE_STATE)
                        .anyMatch(message -> PipelineStateChange.decode(message.value())
                                .state()
                                .ended());
    }

    private static List<Recorded.Message> said(List<Conversation.Exchange> command) {
        return Recorded.messages(command.stream()
                .flatMap(exchange -> exchange.receivedOfItsOwn().stream())
                .toList());
    }

    private static void replay(Conversation conversation) throws Exception {
        List<PsResult> results = new ArrayList<>();
        boolean refused = false;
        try (ReplayServer server = new ReplayServer(conversation, hv1)) {
            for (Conversation.Exchange create : conversation.exchanges()) {
                if (create.action().equals("Create") && create.isPowerShell()) {
                    refused |= replayShell(conversation, create, server, results);
                }
            }
            assertThat(server.problems()).isEmpty();
            if (refused) {
                System.out.println("replayed up to a refusal: " + conversation.name());
            } else {
                assertThat(server.leftOver())
                        .as("recorded answers nobody asked for")
                        .isEmpty();
            }
        }
        RecordedFacts.check(conversation, results);
    }

    /** Replays a shell up to its end, or to what the server refused; tells whether it was that. */
    private static boolean replayShell(
            Conversation conversation, Conversation.Exchange create, ReplayServer server, List<PsResult> results)
            throws Exception {
        String shellId = Conversation.find(create.response(), "Selector Name=\"ShellId\">([^<]*)<");
        List<Conversation.Exchange> mine = conversation.exchanges().stream()
                .filter(exchange -> exchange.shellId().equalsIgnoreCase(shellId))
                .toList();
        TestRuntime runtime = new TestRuntime().route("hv1", server.port());
        HttpCarrier carrier = new HttpCarrier(
                URI.create("https://hv1:5986/wsman"),
                Credentials.basic("vagrant", Secret.of("vagrant")),
                hv1.authority(),
                runtime);
        Deadline deadline = Deadline.in(Duration.ofSeconds(30), runtime);
        SecureCodec secure = sessionKey(mine);
        try (WinRmSession session = new WinRmSession(carrier, options(create, mine), runtime)) {
            Conversation.Exchange notOpened = create.isRefused() ? create : refusedBeforeAnyCommand(mine);
            if (notOpened != null) {
                assertRefused(notOpened, () -> session.open(deadline));
                return true;
            }
            session.open(deadline);
            for (Conversation.Exchange exchange : mine) {
                switch (exchange.action()) {
                    case "Command" -> {
                        List<Conversation.Exchange> command = exchangesOf(exchange, mine);
                        WirePipeline pipeline = pipeline(command, secure);
                        List<PsValue> input = input(command, secure);
                        Conversation.Exchange refusal = refusal(command);
                        if (refusal != null) {
                            assertRefused(refusal, () -> {
                                try (RunningPipeline running = session.start(
                                        machine -> Recorded.pipeline(machine, session.newId(), pipeline, input),
                                        deadline)) {
                                    running.result();
                                }
                            });
                            return true;
                        }
                        try (RunningPipeline running = session.start(
                                machine -> Recorded.pipeline(machine, session.newId(), pipeline, input), deadline)) {
                            PsResult result = running.result();
                            compare(command, result, secure);
                            results.add(result);
                        }
                    }
                    case "Send" -> {
                        PsrpMessageType first = exchange.commandId().isEmpty()
                                ? Recorded.messages(exchange.sent()).get(0).type()
                                : PsrpMessageType.PIPELINE_INPUT;
                        if (first == PsrpMessageType.RESET_RUNSPACE_STATE) {
                            session.reset(deadline);
                        } else if (first == PsrpMessageType.PUBLIC_KEY && secure == SecureCodec.none()) {
                            assertNoKeyCame(session, runtime);
                        }
                    }
                    case "Get" -> checkAlive(exchange, session, deadline);
                    default -> {}
                }
            }
        }
        return false;
    }

    /** The command that needs the key is not begun. */
    private static void assertNoKeyCame(WinRmSession session, TestRuntime runtime) {
        PsPipeline secret =
                PsPipeline.of(PsCommand.of("Out-Null").with("InputObject", PsSecureString.of("secret".toCharArray())));
        assertThatThrownBy(() -> session.run(secret, Deadline.in(Duration.ofSeconds(2), runtime)))
                .isInstanceOfSatisfying(Fault.class, fault -> {
                    assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
                    assertThat(fault.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
                })
                .hasMessageContaining("did not send the session key in time");
    }

    /** The key that a shell's server and client agreed on. */
    private static SecureCodec sessionKey(List<Conversation.Exchange> mine) {
        PsValue sealed = firstKey(mine, PsrpMessageType.ENCRYPTED_SESSION_KEY);
        return sealed == null
                ? SecureCodec.none()
                : KeyExchange.readEncryptedKey(sealed, recordedKeys(mine).getPrivate());
    }

    private static @Nullable KeyPair recordedKeys(List<Conversation.Exchange> mine) {
        PsValue sent = firstKey(mine, PsrpMessageType.PUBLIC_KEY);
        return sent == null ? null : RecordedKeys.of(sent);
    }

    /** The first message of a type that one side of a pool sent. */
    private static @Nullable PsValue firstKey(List<Conversation.Exchange> mine, PsrpMessageType type) {
        boolean sent = type == PsrpMessageType.PUBLIC_KEY;
        List<byte[]> streams = mine.stream()
                .filter(exchange -> exchange.isPowerShell()
                        && exchange.commandId().isEmpty()
                        && Set.of("Create", "Send", "Receive").contains(exchange.action()))
                .flatMap(exchange -> (sent ? exchange.sent() : exchange.received()).stream())
                .toList();
        return Recorded.messages(streams).stream()
                .filter(message -> message.type() == type)
                .map(Recorded.Message::value)
                .findFirst()
                .orElse(null);
    }

    private static Conversation.@Nullable Exchange refusedBeforeAnyCommand(List<Conversation.Exchange> ofShell) {
        for (Conversation.Exchange exchange : ofShell) {
            if (exchange.action().equals("Command")) {
                return null;
            }
            if (exchange.action().equals("Receive") && exchange.isRefused()) {
                return exchange;
            }
        }
        return null;
    }

    private static Conversation.@Nullable Exchange refusal(List<Conversation.Exchange> command) {
        return command.stream()
                .filter(exchange -> exchange.isRefused() && !exchange.action().equals("Signal"))
                .findFirst()
                .orElse(null);
    }

    /** What the server refused with reaches the caller with its code. */
    private static void assertRefused(Conversation.Exchange exchange, ThrowingCallable call) {
        String code = exchange.faultCode().isEmpty() ? "HTTP " + exchange.status() : "fault " + exchange.faultCode();
        assertThatThrownBy(call)
                .as(exchange.action() + " refused with " + code)
                .isInstanceOf(Fault.class)
                .satisfies(fault -> assertThat(fault.getMessage() + " " + ((Fault) fault).code())
                        .contains(code));
    }

    private static void checkAlive(Conversation.Exchange get, WinRmSession session, Deadline deadline) {
        if (get.status() == 200) {
            assertThat(session.isAlive(deadline)).isTrue();
        } else if (get.status() == 400 || get.faultCode().equals("2150858843")) {
            assertThat(session.isAlive(deadline)).isFalse();
        } else {
            assertThatThrownBy(() -> session.isAlive(deadline))
                    .isInstanceOf(Fault.class)
                    .hasMessageContaining("WS-Man fault " + get.faultCode());
        }
    }

    private static SessionOptions options(Conversation.Exchange create, List<Conversation.Exchange> mine) {
        Map<String, PsValue> answers = new LinkedHashMap<>();
        for (Conversation.Exchange exchange : mine) {
            List<Recorded.Message> sent = switch (exchange.action()) {
                case "Command" -> sent(exchangesOf(exchange, mine));
                case "Send" -> exchange.commandId().isEmpty() ? Recorded.messages(exchange.sent()) : List.of();
                default -> List.of();
            };
            for (Recorded.Message message : sent) {
                if (message.type() == PsrpMessageType.PIPELINE_HOST_RESPONSE) {
                    HostResponse response = HostResponse.decode(message.value());
                    answers.put(response.methodName(), response.result());
                }
            }
        }
        HostCallPolicy policy = call -> answers.containsKey(call.methodName())
                ? HostResponse.returning(call, answers.get(call.methodName()))
                : HostCallPolicy.refuse().answer(call);
        SessionOptions options = SessionOptions.DEFAULT
                .withConfigurationName(create.resource().substring(POWERSHELL.length()))
                .withRunspaces(
                        RunspacePoolOptions.DEFAULT.withHostCalls(policy).withKeyPairs(() -> recordedKeys(mine)));
        int envelope = Integer.parseInt(Conversation.find(create.request(), "<wsman:MaxEnvelopeSize[^>]*>([^<]*)<"));
        if (envelope != 153_600) {
            options = options.withMaxEnvelope(envelope);
        }
        String noProfile = Conversation.find(create.request(), "Name=\"WINRS_NOPROFILE\">([^<]*)<");
        return noProfile.isEmpty() ? options : options.withShellOption("WINRS_NOPROFILE", noProfile);
    }

    /** The same command id may be used again after its end. */
    private static List<Conversation.Exchange> exchangesOf(
            Conversation.Exchange command, List<Conversation.Exchange> all) {
        String id = Conversation.find(command.response(), "<rsp:CommandId>([^<]*)<");
        List<Conversation.Exchange> own = new ArrayList<>(List.of(command));
        for (Conversation.Exchange exchange : all.subList(all.indexOf(command) + 1, all.size())) {
            if (exchange.commandId().equalsIgnoreCase(id)) {
                if (exchange.action().equals("Command")) {
                    break;
                }
                own.add(exchange);
            }
        }
        return own;
    }

    private static List<Recorded.Message> sent(List<Conversation.Exchange> command) {
        return sent(command, SecureCodec.none());
    }

    private static List<Recorded.Message> sent(List<Conversation.Exchange> command, SecureCodec secure) {
        return Recorded.messages(
                command.stream().flatMap(exchange -> exchange.sent().stream()).toList(), secure);
    }

    private static WirePipeline pipeline(List<Conversation.Exchange> command, SecureCodec secure) {
        return PipelineCodec.decode(sent(command, secure).get(0).value());
    }

    private static List<PsValue> input(List<Conversation.Exchange> command, SecureCodec secure) {
        return sent(command, secure).stream()
                .filter(message -> message.type() == PsrpMessageType.PIPELINE_INPUT)
                .map(Recorded.Message::value)
                .toList();
    }

    private static void compare(List<Conversation.Exchange> command, PsResult result, SecureCodec secure) {
        List<Recorded.Message> said = said(command);
        assertThat(result.output().stream()
                        .map(value -> Clixml.write(value, secure))
                        .toList())
                .isEqualTo(texts(values(said, PsrpMessageType.PIPELINE_OUTPUT)));
        assertThat(result.errors())
                .isEqualTo(values(said, PsrpMessageType.ERROR_RECORD).stream()
                        .map(ErrorRecordCodec::decode)
                        .toList());
        compareRecords(result, said, PsStream.WARNING, PsrpMessageType.WARNING_RECORD);
        compareRecords(result, said, PsStream.VERBOSE, PsrpMessageType.VERBOSE_RECORD);
        compareRecords(result, said, PsStream.DEBUG, PsrpMessageType.DEBUG_RECORD);
        compareRecords(result, said, PsStream.PROGRESS, PsrpMessageType.PROGRESS_RECORD);
        compareRecords(result, said, PsStream.INFORMATION, PsrpMessageType.INFORMATION_RECORD);
        List<PsValue> states = values(said, PsrpMessageType.PIPELINE_STATE);
        PipelineStateChange last = PipelineStateChange.decode(states.get(states.size() - 1));
        assertThat(result.state()).isEqualTo(last.state());
        PsErrorRecord failure = last.reason() == null ? null : ErrorRecordCodec.decode(last.reason());
        assertThat(result.failure()).isEqualTo(failure);
        if (result.state() == PsPipelineState.FAILED) {
            assertThat(failure).isNotNull();
        }
    }

    private static void compareRecords(
            PsResult result, List<Recorded.Message> said, PsStream stream, PsrpMessageType type) {
        List<PsValue> records = result.records().stream()
                .filter(record -> record.stream() == stream)
                .map(record -> record.value())
                .toList();
        assertThat(texts(records)).as(stream.name()).isEqualTo(texts(values(said, type)));
    }

    private static List<PsValue> values(List<Recorded.Message> messages, PsrpMessageType type) {
        return messages.stream()
                .filter(message -> message.type() == type)
                .map(Recorded.Message::value)
                .toList();
    }

    private static List<String> texts(List<PsValue> values) {
        return values.stream().map(Clixml::write).toList();
    }
}
