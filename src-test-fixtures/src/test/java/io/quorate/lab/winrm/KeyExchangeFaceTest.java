package io.quorate.lab.winrm;

import static io.quorate.lab.winrm.WireClient.assertOk;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.kernel.LabTime;
import io.quorate.lab.shell.PipelineSink;
import io.quorate.winrm.psrp.KeyExchange;
import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineOptions;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsSecureString;
import io.quorate.winrm.psrp.PsSecureText;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.SessionKey;
import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server's half of the key exchange, spoken to by hand. */
class KeyExchangeFaceTest {
    private static KeyPair keys;

    @BeforeAll
    static void makeKeys() {
        keys = KeyExchange.ownKeyPair();
    }

    private static FaceFixture lab(String protocol) throws IOException {
        return new FaceFixture(
                WinRmSettings.defaults().withProtocol(protocol),
                OsVersion.WS2022,
                LabTime.Mode.VIRTUAL,
                (pipeline, sink, session) -> {
                    pipeline.statements().get(0).get(0).parameters().forEach(p -> sink.output(p.value()));
                    sink.ended(PipelineSink.State.COMPLETED, null);
                });
    }

    private static String publicKey(WireClient client) {
        return client.sendEnvelope(
                null, client.fragments(PsrpMessageType.PUBLIC_KEY, PsrpMessage.NONE, KeyExchange.publicKey(keys)));
    }

    private static SessionKey exchange(WireClient client) throws IOException {
        assertOk(client.post(publicKey(client)));
        List<PsrpMessage> answer = client.messages(assertOk(client.post(client.receiveEnvelope(null))));
        assertThat(answer).singleElement().satisfies(message -> {
            assertThat(message.type()).isEqualTo(PsrpMessageType.ENCRYPTED_SESSION_KEY);
            assertThat(message.runspacePoolId()).isEqualTo(PsrpMessage.NONE);
        });
        return KeyExchange.readEncryptedKey(answer.get(0).value(), keys.getPrivate());
    }

    private static String command(WireClient client, UUID id, SecureCodec secure) {
        PsValue text = new PsPrimitive(
                PsType.SECURE_STRING, new PsSecureText(secure.encrypt(PsSecureString.of("secret".toCharArray()))));
        return client.commandEnvelope(
                id,
                PipelineCodec.encode(
                        PsPipeline.of(PsCommand.of("M\\Get-Secret").with("Value", text)),
                        PipelineOptions.of(PsrpVersion.V2_3)));
    }

    @Test
    void publicKey_sentAgain_isAnsweredByTheSameKey() throws IOException {
        try (FaceFixture lab = lab("2.3");
                WireClient client = lab.client()) {
            client.open();
            SessionKey first = exchange(client);
            SessionKey second = exchange(client);

            UUID id = UUID.randomUUID();
            assertOk(client.post(command(client, id, first)));
            List<PsrpMessage> said = client.finish(id);

            assertThat(said.get(0).type()).isEqualTo(PsrpMessageType.PIPELINE_OUTPUT);
            assertThat(said.get(0)
                            .value(io.quorate.winrm.psrp.ClixmlLimits.DEFAULT, second)
                            .primitive())
                    .isNotNull()
                    .satisfies(p ->
                            assertThat(((PsSecureString) p.value()).reveal()).isEqualTo("secret".toCharArray()));
        }
    }

    @Test
    void secureString_thatCannotBeRead_isRefused() throws IOException {
        try (FaceFixture lab = lab("2.3");
                WireClient client = lab.client()) {
            client.open();
            SessionKey strange = SessionKey.generate();
            assertThat(client.post(command(client, UUID.randomUUID(), strange)).text())
                    .contains("Code=\"87\"");
            assertThat(lab.face.openCommands()).isEqualTo(1);
        }
    }

    @Test
    void publicKey_underProtocol24OrBroken_isRefused() throws IOException {
        try (FaceFixture lab = lab("2.4");
                WireClient client = lab.client()) {
            assertOk(client.post(client.createEnvelope("2.4")));
            assertThat(client.post(publicKey(client)).text()).contains("Code=\"87\"");
        }
        try (FaceFixture lab = lab("2.3");
                WireClient client = lab.client()) {
            client.open();
            byte[] broken = client.fragments(
                    PsrpMessageType.PUBLIC_KEY, PsrpMessage.NONE, PsValue.string("BgIAAACkAABSU0ExAAgAAAEAAQA="));
            assertThat(client.post(client.sendEnvelope(null, broken)).text()).contains("Code=\"87\"");
        }
    }

    @Test
    void protocol24_saysThatItIsPowerShell76() throws IOException {
        try (FaceFixture lab = lab("2.4");
                WireClient client = lab.client()) {
            assertOk(client.post(client.createEnvelope("2.4")));
            List<PsrpMessage> opening = client.messages(assertOk(client.post(client.receiveEnvelope(null))));
            assertThat(opening.get(0).value()).asString().contains("protocolversion");
            assertThat(new String(opening.get(1).body().toByteArray(), java.nio.charset.StandardCharsets.UTF_8))
                    .contains("<Version>7.6.0</Version>", "<S N=\"Key\">PSEdition</S><S N=\"Value\">Core</S>");
        }
    }
}
