package io.quorate.lab.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quorate.lab.vectors.Vectors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("vectors")
class CatalogueGeneratorTest {

    @Test
    void generate_whenFactsAreThere_givesTheCommittedCatalogue() throws IOException {
        Path shared = Vectors.folder("binding").toAbsolutePath().getParent().getParent();
        Vectors.facts("cmdlets.json");
        Vectors.facts("windows-shapes.json");
        // A folder of other vectors need not hold it.
        assumeTrue(
                Files.exists(shared.resolve("vectors/binding/metadata-discrepancies.json")),
                "no discrepancies among the vectors");
        try (InputStream in = Catalogue.class.getResourceAsStream("catalogue.json")) {
            String committed = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(CatalogueGenerator.generate(shared)).isEqualTo(committed);
        }
    }
}
