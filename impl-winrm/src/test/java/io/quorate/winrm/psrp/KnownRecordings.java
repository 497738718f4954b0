package io.quorate.winrm.psrp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The recordings that hand-written expectations are about, told by what they hold: a file or a case may have any name, and another recording
 * may have the name of one of these. {@link #main} prints the table of a folder.
 */
public final class KnownRecordings {
    private static final String TABLE = "known-recordings.tsv";
    private static final int LENGTH = 16;
    private static final Map<String, String> NAMES = names();

    private KnownRecordings() {}

    /** Returns the name that expectations know a recording by; null if they do not know it. */
    public static @Nullable String name(String digest) {
        return NAMES.get(digest);
    }

    /** Returns the digest of a conversation of {@code wsman}. */
    public static String ofConversation(JsonNode conversation) {
        List<String> parts = new ArrayList<>();
        for (JsonNode exchange : conversation.get("exchanges")) {
            parts.add(exchange.path("request").asString(""));
            parts.add(exchange.path("response").asString(""));
        }
        return digest(parts);
    }

    /** Returns the digest of a case of {@code psrp}. */
    public static String ofCase(JsonNode one) {
        List<String> parts = new ArrayList<>();
        parts.add(one.path("session").path("configuration").asString(""));
        for (String side : List.of("clientMessages", "serverMessages")) {
            for (JsonNode message : one.path(side)) {
                parts.add(message.path("typeId").asString(""));
                parts.add(message.path("xml").asString(""));
            }
        }
        return digest(parts);
    }

    private static String digest(List<String> parts) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return HexFormat.of().formatHex(sha.digest()).substring(0, LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        try (InputStream in = KnownRecordings.class.getResourceAsStream(TABLE);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t"))
                    .forEach(columns -> names.put(columns[0], columns[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return names;
    }

    /** Prints the table of the folder that {@code quorate.vectors} names. */
    public static void main(String[] args) {
        System.out.println("# digest, name: recordings with hand-written expectations (KnownRecordings.main)");
        PsrpVectors.files("wsman")
                .forEach(file -> System.out.println(ofConversation(file.json()) + "\t"
                        + file.json().get("conversation").asString()));
        PsrpVectors.files("psrp")
                .forEach(file -> file.json()
                        .get("cases")
                        .forEach(one -> System.out.println(
                                ofCase(one) + "\t" + one.get("case").asString())));
    }
}
