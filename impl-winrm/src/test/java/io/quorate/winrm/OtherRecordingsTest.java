package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.OtherRecordings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The tests tagged {@code vectors} hold on other recordings of the same form: none hangs on which ones there are. */
class OtherRecordingsTest {
    private static final String VECTORS = "quorate.vectors";

    @TempDir
    Path folder;

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    @DisplayName("some of the recordings, in another order and under other names")
    void vectorTests_onAThinnedAndReshuffledFolder_pass() throws IOException {
        OtherRecordings.thinned(folder);

        run();
    }

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    @DisplayName(
            "a case of each shape: references, two commands at once, refusals, what the client has no feature for; nothing stopped")
    void vectorTests_onAFolderOfEveryShape_pass() throws IOException {
        OtherRecordings.shapes(folder);

        assertThat(run())
                .contains("replayed up to a refusal: refused-create")
                .contains("replayed up to a refusal: refused-command")
                .contains("replayed up to a refusal: refused-receive")
                .contains("replayed up to a refusal: refused-opening")
                .contains("replayed up to a refusal: refused-log-in")
                .contains("max-runspaces: sends SET_MAX_RUNSPACES, which the client does not")
                .contains("available-runspaces: sends GET_AVAILABLE_RUNSPACES, which the client does not")
                .contains("command-metadata: sends GET_COMMAND_METADATA, which the client does not")
                .contains("application-arguments: gives application arguments, which the client does not")
                .contains("cut-off: a command whose end was not recorded")
                .contains("disconnects and reconnects, which waits for the remoting issue")
                .contains("exchanges a session key, and the recording client's is not here")
                .contains("14 conversations, 14 hold PSRP, 7 replayed, 7 left out");
    }

    /** Runs every vector test of this module on the folder and returns what they printed. */
    private String run() {
        String before = System.getProperty(VECTORS);
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        System.setProperty(VECTORS, folder.toString());
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(DiscoverySelectors.selectPackage("io.quorate.winrm"))
                                    .filters(TagFilter.includeTags("vectors"))
                                    .build(),
                            listener);
        } finally {
            System.setOut(out);
            if (before == null) {
                System.clearProperty(VECTORS);
            } else {
                System.setProperty(VECTORS, before);
            }
        }
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getFailures().stream()
                        .map(f -> f.getTestIdentifier().getDisplayName() + ": " + f.getException())
                        .toList())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isGreaterThanOrEqualTo(10);
        return printed.toString(StandardCharsets.UTF_8);
    }
}
