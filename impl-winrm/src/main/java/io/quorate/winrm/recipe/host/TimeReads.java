package io.quorate.winrm.recipe.host;

import io.quorate.host.TimeSource;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Cmdlet;
import io.quorate.winrm.recipe.Decode;
import io.quorate.winrm.recipe.Line;
import io.quorate.winrm.recipe.Words;
import java.util.Arrays;
import java.util.List;

/** The statements that read how the time service is set, and their decoders. A policy's values stand before the service's own. */
final class TimeReads {
    static final String SERVICE = "W32Time";
    static final String OWN = "HKLM:\\SYSTEM\\CurrentControlSet\\Services\\W32Time\\Parameters";

    private static final String POLICY = "HKLM:\\SOFTWARE\\Policies\\Microsoft\\W32Time\\Parameters";
    private static final List<String> VALUES = List.of("Type", "NtpServer");
    private static final String MARK = "NtpServer";
    private static final String SERVICE_MARK = "Status";
    private static final Words STATUS = Words.of(1, "Stopped").and(4, "Running");

    private TimeReads() {}

    static PsPipeline message() {
        return Line.message(
                Cmdlet.GET_ITEM_PROPERTY
                        .tolerant()
                        .with("LiteralPath", List.of(POLICY))
                        .select(VALUES),
                Cmdlet.GET_ITEM_PROPERTY
                        .line()
                        .with("LiteralPath", List.of(OWN))
                        .select(VALUES),
                Cmdlet.GET_SERVICE.line().with("Name", List.of(SERVICE)).select(List.of("Name", "Status")));
    }

    /** Decodes {@link #message}: the service's own values come last. */
    static TimeSource source(String host, List<PsValue> output) {
        List<Decode> rows = Decode.all(output, MARK, List.of(SERVICE_MARK), v -> Decode.of(v, "time service"));
        if (rows.isEmpty()) {
            throw Decode.badReply("the answer does not tell how the time service is set");
        }
        Decode own = rows.get(rows.size() - 1);
        boolean policy = rows.size() > 1 && !rows.get(0).textOrEmpty("Type").isBlank();
        Decode counts = policy ? rows.get(0) : own;
        boolean running = Decode.all(output, SERVICE_MARK, List.of(MARK), v -> Decode.of(v, "service")).stream()
                .anyMatch(row -> row.wordOr("Status", STATUS, "").equalsIgnoreCase("Running"));
        return new TimeSource(host, counts.textOrEmpty("Type"), servers(counts.textOrEmpty(MARK)), running, policy);
    }

    /** {@code a,0x8 b,0x9}: names with flags. */
    private static List<String> servers(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .map(one -> one.indexOf(',') < 0 ? one : one.substring(0, one.indexOf(',')))
                .filter(one -> !one.isEmpty())
                .toList();
    }
}
