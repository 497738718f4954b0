package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.WsmanRecordings.Chunk;
import io.quorate.winrm.psrp.WsmanRecordings.Conversation;
import io.quorate.winrm.psrp.WsmanRecordings.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The exchange of a session key with a real Windows, and what was encrypted with it, byte for byte. */
@Tag("vectors")
class SessionKeyVectorsTest {
    private static final Pattern SECRET = Pattern.compile("<SS(?: N=\"[^\"]*\")?>([^<]*)</SS>");

    @Test
    void recordedExchange_isReadAndWrittenAlike() {
        int exchanges = 0;
        List<String> revealed = new ArrayList<>();
        for (Conversation conversation : WsmanRecordings.all()) {
            List<PsrpMessage> sent = messages(conversation, Exchange::sent);
            PsrpMessage publicKey = first(sent, PsrpMessageType.PUBLIC_KEY);
            KeyPair pair = publicKey == null ? null : RecordedKeys.of(publicKey.value());
            if (publicKey == null || pair == null) {
                continue;
            }
            assertThat(Clixml.write(KeyExchange.publicKey(pair))).isEqualTo(body(publicKey));
            List<PsrpMessage> received = messages(conversation, Exchange::received);
            PsrpMessage sealed = first(received, PsrpMessageType.ENCRYPTED_SESSION_KEY);
            if (sealed == null) {
                continue;
            }
            exchanges++;
            SessionKey key = KeyExchange.readEncryptedKey(sealed.value(), pair.getPrivate());
            for (List<PsrpMessage> messages : List.of(sent, received)) {
                messages.forEach(message -> decrypt(body(message), key, revealed));
            }
        }
        System.out.println("key exchanges: " + exchanges + ", " + revealed.size() + " secure strings");
        if (exchanges > 0) {
            assertThat(revealed).isNotEmpty().allMatch(text -> text.chars().allMatch(c -> c >= ' ' && c < 0x7F));
        }
    }

    private static void decrypt(String xml, SessionKey key, List<String> revealed) {
        Matcher secrets = SECRET.matcher(xml);
        while (secrets.find()) {
            PsSecureString secret = (PsSecureString) key.decrypt(secrets.group(1));
            assertThat(key.encrypt(secret)).isEqualTo(secrets.group(1));
            revealed.add(new String(secret.reveal()));
        }
    }

    private static String body(PsrpMessage message) {
        return new String(message.body().toByteArray(), StandardCharsets.UTF_8);
    }

    private static @Nullable PsrpMessage first(List<PsrpMessage> messages, PsrpMessageType type) {
        return messages.stream().filter(m -> m.type() == type).findFirst().orElse(null);
    }

    private static List<PsrpMessage> messages(Conversation conversation, Function<Exchange, List<Chunk>> side) {
        List<PsrpMessage> messages = new ArrayList<>();
        for (String shell : conversation.exchanges().stream()
                .filter(Exchange::powerShell)
                .map(Exchange::shell)
                .distinct()
                .toList()) {
            Defragmenter incoming = Defragmenter.forPool(PsrpLimits.DEFAULT);
            conversation.exchanges().stream()
                    .filter(exchange ->
                            exchange.powerShell() && exchange.shell().equals(shell))
                    .flatMap(exchange -> side.apply(exchange).stream())
                    .filter(chunk -> !chunk.element().equals("connectResponseXml"))
                    .forEach(chunk -> messages.addAll(incoming.accept(chunk.bytes())));
        }
        return messages;
    }
}
