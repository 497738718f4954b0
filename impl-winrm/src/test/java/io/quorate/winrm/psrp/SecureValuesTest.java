package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The session key as pools and pipelines see it. */
class SecureValuesTest {
    private static final String CANARY = "canary-4711";
    private static final PsPipeline WITH_SECRET =
            PsPipeline.of(PsCommand.of("Set-Variable").with("Value", PsSecureString.of(CANARY.toCharArray())));

    private static KeyPair keys;

    private final PoolScript server = new PoolScript();

    @BeforeAll
    static void makeKeys() {
        keys = KeyExchange.ownKeyPair();
    }

    private static RunspacePoolOptions options() {
        return RunspacePoolOptions.DEFAULT.withOffer(PsrpVersion.V2_4).withKeyPairs(() -> keys);
    }

    /** Answers a PUBLIC_KEY; returns the key. */
    private SessionKey exchange(RunspacePoolMachine pool) {
        List<PsrpMessage> sent = server.read(pool.nextToSend(100_000));
        assertThat(sent).extracting(PsrpMessage::type).containsExactly(PsrpMessageType.PUBLIC_KEY);
        SessionKey key = SessionKey.generate();
        pool.receive(server.bytes(PsrpMessage.toClient(
                PsrpMessageType.ENCRYPTED_SESSION_KEY,
                PsrpMessage.NONE,
                PsrpMessage.NONE,
                KeyExchange.encryptedKey(
                        key, KeyExchange.readPublicKey(sent.get(0).value())))));
        return key;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.1", "2.2", "2.3"})
    void pipeline_withASecret_waitsForTheKeyBeforeItStarts(String version) {
        RunspacePoolMachine pool = server.opened(PsrpVersion.parse(version), options());
        PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, WITH_SECRET);

        assertThat(pipeline.awaitsKey()).isTrue();
        assertThatThrownBy(() -> pipeline.start(100_000)).isInstanceOf(IllegalStateException.class);
        pool.exchangeKey();
        pool.exchangeKey();
        SessionKey key = exchange(pool);

        assertThat(pool.hasMoreToSend()).isFalse();
        assertThat(pipeline.awaitsKey()).isFalse();
        PsrpMessage message = server.read(pipeline.start(100_000)).get(0);
        assertThat(new String(message.body().toByteArray(), StandardCharsets.UTF_8))
                .contains("<SS N=\"V\">" + key.encrypt(PsSecureString.of(CANARY.toCharArray())) + "</SS>")
                .doesNotContain(CANARY);
    }

    @Test
    void pipeline_withoutASecret_startsWithoutAKey() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, options());

        PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(PsCommand.of("Get-Date")));

        assertThat(pipeline.awaitsKey()).isFalse();
        assertThat(pipeline.start(100_000)).isNotEmpty();
        assertThat(pool.hasMoreToSend()).isFalse();
    }

    @Test
    void secret_whereverItHides_isFound() {
        PsValue secret = PsValue.secure(PsSecureString.of("x".toCharArray()));
        PsObject cyclic = new PsObject();
        cyclic.with("Self", cyclic).with("Later", PsObject.array(List.of(cyclic, secret)));
        List<PsValue> holders = new ArrayList<>(List.of(
                secret,
                PsCredential.of("u", Secret.of("x")).toValue(),
                PsObject.array(List.of(PsNil.NIL, secret)),
                new PsObject().content((PsPrimitive) secret),
                new PsObject().content(new PsObject().with("a", secret)),
                new PsObject().content(new PsDictionary(List.of(new PsDictionary.Entry(PsValue.string("k"), secret)))),
                cyclic));
        assertThat(holders).allMatch(SecureValues::in);
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, options());
        for (PsValue value : holders) {
            PsPipeline asInput = new PsPipeline(List.of(List.of(PsCommand.of("Out-Null"))), List.of(value));
            PsPipeline asArgument = PsPipeline.of(PsCommand.of("X").with("V", value));
            assertThat(pool.pipeline(PoolScript.PIPELINE, asInput).awaitsKey()).isTrue();
            assertThat(pool.pipeline(PoolScript.PIPELINE, asArgument).awaitsKey())
                    .isTrue();
        }
    }

    @Test
    void serverThatAsks_getsThePublicKeyOnce() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_1, options());

        pool.receive(server.bytes(PsrpMessage.toClient(
                PsrpMessageType.PUBLIC_KEY_REQUEST, PsrpMessage.NONE, PsrpMessage.NONE, PsNil.NIL)));
        pool.receive(server.pool(PsrpMessageType.PUBLIC_KEY_REQUEST, PsValue.string("")));
        exchange(pool);
        pool.receive(server.pool(PsrpMessageType.PUBLIC_KEY_REQUEST, PsNil.NIL));

        assertThat(pool.hasMoreToSend()).isFalse();
        assertThat(pool.state()).isEqualTo(RunspacePoolState.OPENED);
    }

    @Test
    void output_withASecretBeforeTheKey_waitsForItInOrder() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, options());
        PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(PsCommand.of("Get-X")));
        pipeline.start(100_000);
        SessionKey key = SessionKey.generate();

        pipeline.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.int32(1)));
        pipeline.receive(server.bytes(PsrpMessage.toClient(
                PsrpMessageType.PIPELINE_OUTPUT,
                PoolScript.POOL,
                PoolScript.PIPELINE,
                PsCredential.of("u", Secret.of(CANARY)).toValue(),
                key)));
        pipeline.receive(server.pipeline(PsrpMessageType.PIPELINE_OUTPUT, PsValue.int32(2)));
        pipeline.receive(server.state(PsPipelineState.COMPLETED));
        assertThat(pipeline.awaitsKey()).isTrue();
        assertThat(pipeline.ended()).isFalse();
        assertThatThrownBy(pipeline::resume).isInstanceOf(IllegalStateException.class);

        pool.exchangeKey();
        server.read(pool.nextToSend(100_000));
        pool.receive(server.pool(
                PsrpMessageType.ENCRYPTED_SESSION_KEY,
                KeyExchange.encryptedKey(key, (java.security.interfaces.RSAPublicKey) keys.getPublic())));

        assertThat(pipeline.awaitsKey()).isFalse();
        assertThat(pipeline.holdsBack())
                .as("to be resumed, be the key there already")
                .isTrue();
        assertThat(pipeline.resume()).isTrue();
        assertThat(pipeline.holdsBack()).isFalse();
        List<PsValue> output = pipeline.result().output();
        assertThat(output).hasSize(3).startsWith(PsValue.int32(1)).endsWith(PsValue.int32(2));
        PsCredential credential = PsCredential.decode(output.get(1));
        assertThat(credential.userName()).isEqualTo("u");
        assertThat(new String(credential.password().reveal())).isEqualTo(CANARY);
        assertThat(credential.toString() + pipeline.result() + output).doesNotContain(CANARY);
    }

    @Test
    void hostCall_answeredWithASecret_waitsForTheKey() {
        HostCallPolicy policy =
                call -> HostResponse.returning(call, PsValue.secure(PsSecureString.of(CANARY.toCharArray())));
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, options().withHostCalls(policy));
        PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, PsPipeline.of(PsCommand.of("Read-Host")));
        pipeline.start(100_000);
        HostCall call = new HostCall(5, 12, "ReadLineAsSecureString", List.of());

        pipeline.receive(server.pipeline(PsrpMessageType.PIPELINE_HOST_CALL, call.toValue()));
        pool.receive(server.pool(PsrpMessageType.RUNSPACEPOOL_HOST_CALL, call.toValue()));
        assertThat(pipeline.awaitsKey()).isTrue();
        assertThat(pipeline.hasMoreToSend()).isFalse();
        SessionKey key = exchange(pool);
        pipeline.resume();

        String text = key.encrypt(PsSecureString.of(CANARY.toCharArray()));
        assertThat(pipeline.nextStream()).isEqualTo(PsrpInput.PROMPT);
        assertThat(server.readRest(pipeline))
                .singleElement()
                .satisfies(m -> assertThat(body(m)).contains(text));
        assertThat(pool.nextStream()).isEqualTo(PsrpInput.PROMPT);
        assertThat(server.read(pool.nextToSend(100_000)))
                .singleElement()
                .satisfies(m -> assertThat(body(m)).contains(text));
    }

    private static String body(PsrpMessage message) {
        return new String(message.body().toByteArray(), StandardCharsets.UTF_8);
    }

    @Test
    void key_nobodyAskedForOrASecondOne_breaksThePool() {
        RunspacePoolMachine unasked = server.opened(PsrpVersion.V2_3, options());
        PsObject key = KeyExchange.encryptedKey(
                SessionKey.generate(), (java.security.interfaces.RSAPublicKey) keys.getPublic());
        assertBroken(unasked, PsrpMessageType.ENCRYPTED_SESSION_KEY, key, "nobody asked for");

        RunspacePoolMachine twice = server.opened(PsrpVersion.V2_3, options());
        twice.exchangeKey();
        exchange(twice);
        assertBroken(twice, PsrpMessageType.ENCRYPTED_SESSION_KEY, key, "a second session key");

        RunspacePoolMachine garbage = server.opened(PsrpVersion.V2_3, options());
        garbage.exchangeKey();
        assertBroken(
                garbage,
                PsrpMessageType.ENCRYPTED_SESSION_KEY,
                new PsObject().with("EncryptedSessionKey", PsValue.string(CANARY)),
                "EncryptedSessionKey is not base64 of 268 bytes");
    }

    private void assertBroken(RunspacePoolMachine pool, PsrpMessageType type, PsValue value, String text) {
        assertThatThrownBy(() -> pool.receive(server.pool(type, value)))
                .isInstanceOf(PsrpProtocolException.class)
                .hasMessageContaining(text)
                .hasMessageNotContaining(CANARY);
        assertThat(pool.state()).isEqualTo(RunspacePoolState.BROKEN);
    }

    @Test
    void protocol24_overATransportNobodyReads_needsNoKey() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_4, options().withConfidential(true));
        PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, WITH_SECRET);

        assertThat(pool.protocol()).isEqualTo(PsrpVersion.V2_4);
        assertThat(pipeline.awaitsKey()).isFalse();
        pool.exchangeKey();
        assertThat(pool.hasMoreToSend()).isFalse();
        PsrpMessage message = server.read(pipeline.start(100_000)).get(0);
        assertThat(body(message)).contains(SecureCodec.plain().encrypt(PsSecureString.of(CANARY.toCharArray())));
        pipeline.receive(server.bytes(PsrpMessage.toClient(
                PsrpMessageType.PIPELINE_OUTPUT,
                PoolScript.POOL,
                PoolScript.PIPELINE,
                PsValue.secure(PsSecureString.of(CANARY.toCharArray())),
                SecureCodec.plain())));
        pipeline.receive(server.state(PsPipelineState.COMPLETED));
        PsPrimitive back = (PsPrimitive) pipeline.result().output().get(0);
        assertThat(new String(((PsSecureString) back.value()).reveal())).isEqualTo(CANARY);
    }

    @Test
    void protocol24_overAReadableTransport_refusesTheSecret() {
        RunspacePoolMachine pool = server.opened(PsrpVersion.V2_4, options());

        assertThatThrownBy(() -> pool.pipeline(PoolScript.PIPELINE, WITH_SECRET).start(100_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("neither TLS nor sealed");
    }

    @Test
    void protocol24_knowsNoExchange() {
        for (PsrpMessageType type :
                List.of(PsrpMessageType.PUBLIC_KEY_REQUEST, PsrpMessageType.ENCRYPTED_SESSION_KEY)) {
            RunspacePoolMachine pool = server.opened(PsrpVersion.V2_4, options().withConfidential(true));
            assertBroken(pool, type, PsNil.NIL, "does not belong to protocol 2.4");
        }
    }

    @Test
    void end_ofThePool_wipesTheKey() {
        List<java.util.function.Consumer<RunspacePoolMachine>> ends = List.of(
                RunspacePoolMachine::closing,
                RunspacePoolMachine::closed,
                RunspacePoolMachine::broken,
                pool -> pool.receive(server.pool(
                        PsrpMessageType.RUNSPACEPOOL_STATE,
                        new RunspacePoolStateChange(RunspacePoolState.BROKEN, null).toValue())));
        for (var end : ends) {
            RunspacePoolMachine pool = server.opened(PsrpVersion.V2_3, options());
            PipelineMachine pipeline = pool.pipeline(PoolScript.PIPELINE, WITH_SECRET);
            pool.exchangeKey();
            exchange(pool);

            end.accept(pool);

            assertThatThrownBy(() -> pipeline.start(100_000))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the session key is gone");
        }
    }
}
