package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.call.AuditRecord;
import io.quorate.call.AuditSink;
import io.quorate.call.Order;
import io.quorate.plan.json.Json;
import io.quorate.spi.Command;
import io.quorate.spi.Confidential;
import io.quorate.spi.ReadCommand;
import io.quorate.spi.Safety;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every command there is: the audit log names all of it, paper gives it back, and nothing tells a secret. */
class CommandsOnPaperTest {

    static List<Class<? extends Command<?>>> all() {
        return SampleRecords.commands();
    }

    static Stream<Class<? extends Command<?>>> changing() {
        return all().stream().filter(type -> !ReadCommand.class.isAssignableFrom(type));
    }

    @Test
    void commands_areFound() {
        assertThat(all()).hasSizeGreaterThan(90).allMatch(type -> type.isRecord());
        assertThat(changing()).hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("all")
    void arguments_nameEveryComponent(Class<? extends Command<?>> type) {
        assertThat(arguments(SampleRecords.full(type)).keySet())
                .containsExactly(Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @MethodSource("changing")
    void json_readBack_isTheSame(Class<? extends Command<?>> type) {
        check(SampleRecords.full(type));
        Command<?> sparse = SampleRecords.sparse(type);
        if (sparse != null) {
            check(sparse);
        }
    }

    private static void check(Command<?> command) {
        Plan plan = Plan.of(Order.create("rack", command));
        Plan read = Plan.parse(plan.toJson());
        assertThat(read.toJson()).isEqualTo(plan.toJson());
        assertThat(Plan.parse(read.toJson())).isEqualTo(read);
        if (!(command instanceof Confidential)) {
            assertThat(read).isEqualTo(plan);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("no encoding of a secret, and no bytes, show in the audit log, and no secret on paper")
    void canary_isNowhere(Class<? extends Command<?>> type) {
        Command<?> command = SampleRecords.full(type);
        StringBuilder out = new StringBuilder();
        AuditSink.jsonLines(out).record(line(command));
        out.append(line(command)).append(command);
        assertThat(out).contains("\"arguments\":{");
        assertSilent(out.toString());
        if (command.safety() != Safety.READ && command instanceof Confidential) {
            Plan plan = Plan.of(Order.create("rack", command));
            assertThat(plan.toJson()).contains("\"secret\": \"" + SampleRecords.SECRET_NAME + "\"");
            assertSilent(plan.toJson() + plan);
        }
    }

    private static Map<String, Object> arguments(Command<?> command) {
        return Order.create("rack", command).arguments();
    }

    private static AuditRecord line(Command<?> command) {
        return new AuditRecord(
                Instant.EPOCH,
                "1",
                AuditRecord.Step.INTENT,
                Order.create("rack", command),
                arguments(command),
                null,
                null,
                0,
                Duration.ZERO,
                null,
                null,
                null);
    }

    private static void assertSilent(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (byte[] bytes : List.of(
                SampleRecords.CANARY.getBytes(StandardCharsets.UTF_8),
                SampleRecords.CANARY.getBytes(StandardCharsets.UTF_16LE),
                SampleRecords.CANARY.getBytes(StandardCharsets.UTF_16BE))) {
            for (int shift = 0; shift < 3; shift++) {
                assertThat(text).doesNotContain(base64(bytes, shift));
            }
            assertThat(text).doesNotContain(Arrays.toString(bytes));
            assertThat(lower).doesNotContain(HexFormat.of().formatHex(bytes));
        }
        assertThat(text).doesNotContain(SampleRecords.CANARY);
    }

    /** What Base64 makes of bytes that follow others, without the digits that depend on the neighbours. */
    private static String base64(byte[] bytes, int shift) {
        byte[] shifted = new byte[shift + bytes.length];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        return Base64.getEncoder().encodeToString(shifted).substring((shift * 8 + 5) / 6, shifted.length * 8 / 6);
    }

    @Test
    void base64_isFoundWhereverItStands() {
        byte[] canary = SampleRecords.CANARY.getBytes(StandardCharsets.UTF_8);
        String text = Base64.getEncoder()
                .encodeToString(("user:" + SampleRecords.CANARY + "!").getBytes(StandardCharsets.UTF_8));
        assertThat(text).contains(base64(canary, 2));
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("whoever holds a secret says so, or the engine would not take it out of what the other side says")
    void secrets_areDeclared(Class<? extends Command<?>> type) {
        Command<?> command = SampleRecords.full(type);
        boolean holds = arguments(command).toString().contains("<hidden>");
        assertThat(command instanceof Confidential).isEqualTo(holds);
        if (command instanceof Confidential confidential) {
            assertThat(confidential.secrets()).isNotEmpty().allMatch(Secret::known);
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    @DisplayName("what is left out is refused by its name, unless it may be absent")
    void json_withoutAnArgument_isRefused(Class<? extends Command<?>> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            Map<String, Object> plan = tree(SampleRecords.full(type));
            arguments(plan).remove(component.getName());
            if (SampleRecords.isNullable(component)) {
                continue;
            }
            assertThatThrownBy(() -> Plan.parse(Json.write(plan)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("step 1 (")
                    .hasMessageContaining("arguments: ")
                    .hasMessageContaining("'" + component.getName() + "' is missing");
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void json_withAnArgumentOfAnotherType_isRefused(Class<? extends Command<?>> type) {
        for (RecordComponent component : type.getRecordComponents()) {
            for (Object wrong :
                    List.of(List.of(List.of()), Map.of("a", "b"), new java.math.BigInteger("9".repeat(30)))) {
                Map<String, Object> plan = tree(SampleRecords.full(type));
                arguments(plan).put(component.getName(), wrong);
                assertThatThrownBy(() -> Plan.parse(Json.write(plan)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("step 1 (")
                        .hasMessageContaining("arguments." + component.getName());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void json_withAnArgumentNobodyKnows_isRefused(Class<? extends Command<?>> type) {
        Map<String, Object> plan = tree(SampleRecords.full(type));
        arguments(plan).put("colour", "red");
        assertThatThrownBy(() -> Plan.parse(Json.write(plan)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("arguments: 'colour' is not known; there are: ");
    }

    @SuppressWarnings("unchecked") // an object is a map
    private static Map<String, Object> tree(Command<?> command) {
        return (Map<String, Object>)
                Json.read(Plan.of(Order.create("rack", command)).toJson());
    }

    @SuppressWarnings("unchecked") // the shape of a plan
    private static Map<String, Object> arguments(Map<String, Object> plan) {
        Map<String, Object> step = (Map<String, Object>) ((List<?>) plan.get("steps")).get(0);
        return (Map<String, Object>) step.get("arguments");
    }
}
