package io.quorate.lab.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.Seed;
import io.quorate.lab.ddl.Mutations.Report;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MutationTest {
    @RegisterExtension
    final Seed seeds = Seed.usually(20_261_128);

    private static final int TIMES = Boolean.getBoolean("quorate.sweep") ? 40 : 2;

    @Test
    @DisplayName("of valid statements with one change each, at least 95 in 100 are refused, and the rest is valid, too")
    void parse_ofMutants_refusesAllThatAreNotStatementsAsWell() throws Exception {
        List<Mutations.Statement> statements = Cases.valid().stream()
                .map(c -> new Mutations.Statement(c.name(), c.text(), c.version(), c.edition()))
                .toList();
        Report report = Mutations.run(statements, seeds.random(), TIMES);
        System.out.printf(
                "%d mutants of %d statements, %.2f %% refused, %d valid as well%n",
                report.mutants(),
                statements.size(),
                100 * report.refused(),
                report.taken().size());
        assertThat(report.mutants()).isGreaterThan(8 * statements.size());
        assertThat(report.refused()).isGreaterThanOrEqualTo(0.95);
        assertThat(report.taken())
                .allSatisfy(taken -> assertThat(taken.explained())
                        .as("taken, and not known to be valid: %s", taken)
                        .isTrue());
    }

    @Test
    @DisplayName("each way of breaking is used, and each catches")
    void parse_ofMutantsOfOneKind_refusesMost() throws Exception {
        List<Mutations.Statement> statements = Cases.valid().stream()
                .filter(c -> c.name().startsWith("create-") || c.name().startsWith("alter-"))
                .map(c -> new Mutations.Statement(c.name(), c.text(), c.version(), c.edition()))
                .toList();
        for (Mutations.Kind kind : Mutations.Kind.values()) {
            Report report = Mutations.run(statements, List.of(kind), seeds.random(), 1);
            assertThat(report.mutants()).as(kind.name()).isPositive();
            assertThat(report.refused()).as(kind.name()).isGreaterThanOrEqualTo(0.9);
        }
    }
}
