package io.quorate.lab.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vectors")
class ShapesGeneratorTest {
    @Test
    void resource_whenGeneratedAgain_isTheSame() throws Exception {
        Path facts = Path.of(System.getProperty("quorate.vectors", "../../shared/vectors"))
                .resolveSibling("facts")
                .resolve("windows-shapes.json");
        assumeTrue(Files.exists(facts), "no fact file at " + facts);
        try (var in = Shapes.class.getResourceAsStream("shapes.json")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(ShapesGenerator.generate(facts));
        }
    }
}
