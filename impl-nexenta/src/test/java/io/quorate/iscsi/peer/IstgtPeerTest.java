package io.quorate.iscsi.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Consent;
import io.quorate.Quorate;
import io.quorate.Size;
import io.quorate.iscsi.pdu.Opcode;
import io.quorate.san.DatasetPath;
import io.quorate.san.FitnessReport;
import io.quorate.san.IscsiClient;
import io.quorate.san.LunIdentity;
import io.quorate.san.Publication;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our initiator against istgt: LUN 0, header and data digests. It takes a second for a login, so it is asked little. */
class IstgtPeerTest {

    @TempDir
    Path directory;

    @Test
    void identifyWriteReadVerify_withDigests() throws Exception {
        Istgt.need();
        try (Istgt istgt = Istgt.start(directory);
                Recorder recorder = new Recorder(istgt.portal)) {
            try (Quorate quorate = Quorate.builder()
                    .endpoint(
                            "san",
                            "iscsi://" + recorder.portal(),
                            spec -> spec.option("access", "read-write").option("digests", "both"))
                    .build()) {
                IscsiClient client = quorate.iscsi("san");
                LunIdentity disk = client.identify(Istgt.TARGET, 0);
                assertThat(disk.size()).isEqualTo(Size.mib(Istgt.MEBIBYTES));
                byte[] data = new byte[300 * 512];
                new Random(5).nextBytes(data);
                client.write(Istgt.TARGET, 0, 8, data, Consent.to(disk.naa().hex(), "peer test"));
                assertThat(client.read(Istgt.TARGET, 0, 8, 300)).isEqualTo(data);
                assertThat(Arrays.copyOfRange(Files.readAllBytes(istgt.disk), 4096, 4096 + data.length))
                        .isEqualTo(data);
                FitnessReport report = client.verifyPublication(new Publication(
                        DatasetPath.of("tank/vg/csv1"),
                        disk.size(),
                        disk.naa(),
                        0,
                        Istgt.TARGET,
                        List.of(recorder.portal()),
                        "tg",
                        "hg",
                        Set.of(),
                        false));
                // istgt 0.4 gives the key of who was preempted to who preempted it. The proof finds that, and leaves
                // nothing.
                assertThat(report.findings()).hasSize(1);
                assertThat(report.findings().get(0).name()).isEqualTo(FitnessReport.RESERVATIONS);
                assertThat(report.findings().get(0).verdict()).isEqualTo(FitnessReport.Verdict.FAILED);
                assertThat(report.findings().get(0).detail())
                        .startsWith("after the preempt registered are")
                        .doesNotContain("may be left");
                assertThat(client.reservations(Istgt.TARGET, 0).any()).isFalse();
            }
            assertThat(Conversations.judge(recorder.units()))
                    .contains(Opcode.DATA_IN, Opcode.SCSI_RESPONSE); // it takes a whole command's data with it
        }
    }
}
