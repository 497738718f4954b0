package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A change costs a large lab what it costs a small one: counted, not timed. */
class GrowthTest {
    private static final int FEW = 10;
    private static final int MANY = 200;

    private static final String THOROUGH = "quorate.lab.thorough";
    private static final String MORE = "who looks at everything after every event looks at more where there is more";

    private static void assertFlat(Map<String, Long> few, Map<String, Long> many) {
        SoftAssertions.assertSoftly(soft -> many.forEach((change, looks) -> soft.assertThat(looks)
                .as("states that '%s' looks at among many, against %d among few", change, few.get(change))
                .isBetween(1L, Math.round(few.get(change) * 1.3))));
    }

    @Test
    @DisplayName(
            "one more change of a volume looks at as much among 200 volumes as among 10, in the model and by the SDK")
    void volumes_changeLooksAtNoMore_whereThereAreMany() {
        try (Growth few = Growth.volumes(FEW);
                Growth many = Growth.volumes(MANY)) {
            assertFlat(few.looks(), many.looks());
        }
    }

    @Test
    @DisabledIfSystemProperty(named = THOROUGH, matches = "true", disabledReason = MORE)
    @DisplayName("the same where each of them has a snapshot and is mapped")
    void mapped_changeLooksAtNoMore_whereThereAreMany() {
        try (Growth few = Growth.mapped(FEW);
                Growth many = Growth.mapped(MANY)) {
            assertFlat(few.looks(), many.looks());
        }
    }

    @Test
    @DisabledIfSystemProperty(named = THOROUGH, matches = "true", disabledReason = MORE)
    @DisplayName("one more change of a machine, or of its group, looks at as much among 200 machines as among 10")
    void machines_changeLooksAtNoMore_whereThereAreMany() {
        try (Growth few = Growth.machines(FEW);
                Growth many = Growth.machines(MANY)) {
            assertFlatInTheModel(few, many);
        }
    }

    @Test
    @DisabledIfSystemProperty(named = THOROUGH, matches = "true", disabledReason = MORE)
    @DisplayName("the same where each of them is a role of the cluster")
    void roles_changeLooksAtNoMore_whereThereAreMany() {
        try (Growth few = Growth.roles(FEW);
                Growth many = Growth.roles(MANY)) {
            assertFlatInTheModel(few, many);
        }
    }

    /** What the SDK asks for, lists of machines included, is the SDK's affair. */
    private static void assertFlatInTheModel(Growth few, Growth many) {
        few.changes.keySet().removeIf(change -> change.startsWith("sdk"));
        many.changes.keySet().removeIf(change -> change.startsWith("sdk"));
        Map<String, Long> once = few.looks();
        assertThat(once).hasSize(7);
        assertFlat(once, many.looks());
    }
}
