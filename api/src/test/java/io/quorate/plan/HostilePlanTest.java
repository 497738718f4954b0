package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.call.Order;
import io.quorate.spi.Command;
import io.quorate.spi.ReadCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands on the paper: it is a plan, or it is refused with a sentence; nothing else comes out. */
class HostilePlanTest {
    private static final int INPUTS = Boolean.getBoolean("quorate.sweep") ? 40_000 : 3_000;
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|-?[0-9]+|true|false|[\\[\\]{}:,]");
    private static final List<String> ODD = List.of(
            "1e999999999",
            "1E99999999999",
            "-1e-99999999999",
            "0.1",
            "99999999999999999999999999999999999999",
            "9".repeat(50),
            "null",
            "true",
            "\"\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"PT9999999999999999999S\"",
            "\"P999999999999D\"",
            "\"-PT1S\"",
            "\"2026-13-41T99:00:00Z\"",
            "\"9999999999 GiB\"",
            "\"iqn.\"",
            "\"::1\"",
            "{}",
            "[]",
            "[".repeat(40),
            "{\"a\":".repeat(40),
            "",
            ",",
            "}",
            "]",
            "\\",
            "\u0001",
            "//");

    @Test
    void parse_whenAPlanIsHostile_readsOrRefusesIt() {
        long seed = Long.getLong("quorate.seed", 20261128);
        Random random = new Random(seed);
        List<String> plans = plans();
        for (int i = 0; i < INPUTS; i++) {
            String text = mutated(plans.get(random.nextInt(plans.size())), random);
            try {
                Plan.parse(text);
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).isNotBlank();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", input " + i + ": " + text, e);
            }
        }
    }

    private static List<String> plans() {
        List<String> plans = new ArrayList<>();
        for (Class<? extends Command<?>> type : SampleRecords.commands()) {
            if (!ReadCommand.class.isAssignableFrom(type)) {
                Order<?> order = Order.ensure("rack", (Command<?>) SampleRecords.full(type));
                plans.add(Plan.of(order).toJson());
            }
        }
        return plans;
    }

    private static String mutated(String plan, Random random) {
        List<int[]> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(plan);
        while (matcher.find()) {
            tokens.add(new int[] {matcher.start(), matcher.end()});
        }
        int[] one = tokens.get(random.nextInt(tokens.size()));
        return plan.substring(0, one[0]) + ODD.get(random.nextInt(ODD.size())) + plan.substring(one[1]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1E99999999999", "-1e-99999999999"})
    void parse_whenANumberIsTooLarge_saysWhere(String number) {
        assertThatThrownBy(() -> Plan.parse("{\"quorate\":\n " + number + "}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }
}
