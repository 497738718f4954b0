package io.quorate.lab.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.lab.vectors.Vectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vectors")
class ShapesGeneratorTest {
    @Test
    void resource_whenGeneratedAgain_isTheSame() throws Exception {
        Path facts = Vectors.facts("windows-shapes.json");
        try (var in = Shapes.class.getResourceAsStream("shapes.json")) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(ShapesGenerator.generate(facts));
        }
    }
}
