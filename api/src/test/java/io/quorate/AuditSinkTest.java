package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.call.Arguments;
import io.quorate.call.AuditRecord;
import io.quorate.call.AuditSink;
import io.quorate.call.Order;
import io.quorate.cluster.command.EvictNode;
import io.quorate.spi.ErrorKind;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSinkTest {
    private static final AuditRecord LINE = new AuditRecord(
            Instant.parse("2026-01-02T03:04:05.678Z"),
            "00c0ffee",
            AuditRecord.Step.OUTCOME,
            Order.create("rack", new EvictNode("HV3", "C1"))
                    .with(Consent.to("HV3@C1", "said \"no\"\\\n\u0001\u2028\ud800 ü")),
            Arguments.of(new EvictNode("HV3", "C1")),
            AuditRecord.Outcome.FAILED,
            "HV1",
            2,
            Duration.ofMillis(1234),
            ErrorKind.ACCESS_DENIED,
            "0x80070005",
            "denied");

    @Test
    void jsonLines_ofAFullRecord_isThisLine() {
        StringBuilder out = new StringBuilder();
        AuditSink.jsonLines(out).record(LINE);
        assertThat(out.toString())
                .isEqualTo("{\"at\":\"2026-01-02T03:04:05.678Z\",\"call\":\"00c0ffee\",\"step\":\"outcome\","
                        + "\"endpoint\":\"rack\",\"operation\":\"cluster.node.evict\",\"targetKind\":\"cluster node\","
                        + "\"target\":\"HV3@C1\",\"mode\":\"create\",\"safety\":\"once\","
                        + "\"arguments\":{\"node\":\"HV3\",\"cluster\":\"C1\"},\"identity\":\"HV3@C1\","
                        + "\"reason\":\"said \\\"no\\\"\\\\\\n\\u0001\\u2028\\ud800 ü\",\"outcome\":\"failed\","
                        + "\"host\":\"HV1\",\"attempts\":2,\"tookMillis\":1234,\"error\":\"access_denied\","
                        + "\"code\":\"0x80070005\",\"message\":\"denied\"}\n");
    }

    @Test
    void jsonLines_toAFile_appends(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("audit.jsonl");
        AuditSink sink = AuditSink.jsonLines(file);
        sink.record(LINE);
        sink.record(LINE);
        assertThat(Files.readAllLines(file)).hasSize(2).allMatch(line -> line.endsWith("}"));
    }

    @Test
    void jsonLines_whenTheFileCannotBeWritten_fails(@TempDir Path folder) {
        AuditSink sink = AuditSink.jsonLines(folder.resolve("missing/audit.jsonl"));
        assertThatThrownBy(() -> sink.record(LINE)).isInstanceOf(UncheckedIOException.class);
    }
}
