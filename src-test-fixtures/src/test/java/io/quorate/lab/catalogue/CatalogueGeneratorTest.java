package io.quorate.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.lab.vectors.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vectors")
class CatalogueGeneratorTest {

    @Test
    void generate_whenFactsAreThere_givesTheCommittedCatalogue() throws IOException {
        Path shared = Vectors.folder("binding").toAbsolutePath().getParent().getParent();
        for (String input : List.of(
                "facts/cmdlets.json", "facts/windows-shapes.json", "vectors/binding/metadata-discrepancies.json")) {
            assumeTrue(Files.exists(shared.resolve(input)), () -> "no fact file at " + shared.resolve(input));
        }
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
            String committed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(CatalogueGenerator.generate(shared)).isEqualTo(committed);
        }
    }
}
