package io.quorate.winrm.psrp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is said again is written once, and it is what would be written anew; a secret is never kept. */
class KnownMessagesTest {
    private static final PipelineOptions NEW = PipelineOptions.of(PsrpVersion.V2_3);
    private static final PipelineOptions OLD = PipelineOptions.of(PsrpVersion.V2_1);

    private static PsPipeline read() {
        return PsPipeline.of(
                new PsCommand("Hyper-V\\Get-VM", List.of(), Set.of(PsStream.ERROR)).with("Name", "a\u00e4*"));
    }

    @Test
    void of_theSamePipeline_isWhatWouldBeWrittenAnew() {
        PsPipeline read = read();
        for (PipelineOptions options : List.of(NEW, OLD, NEW, OLD)) {
            String anew = Clixml.write(PipelineCodec.encode(read, options));
            assertThat(KnownMessages.of(read, options).body(SecureCodec.none()))
                    .isEqualTo(new PsBytes(anew.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        }
        assertThat(KnownMessages.of(read, NEW)).isSameAs(KnownMessages.of(read, NEW));
        assertThat(KnownMessages.of(read, NEW)).isNotSameAs(KnownMessages.of(read, OLD));
        assertThat(KnownMessages.of(read, NEW)).isNotSameAs(KnownMessages.of(read(), NEW));
    }

    @Test
    void of_whatTheVersionCannotSay_failsEachTime() {
        PsPipeline two = PsPipeline.of(List.of(List.of(PsCommand.of("A\\Get-A")), List.of(PsCommand.of("A\\Get-B"))));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> KnownMessages.of(two, OLD)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(KnownMessages.of(two, NEW).secret()).isFalse();
    }

    @Test
    void of_aPipelineWithASecret_keepsNothing() {
        PsPipeline secret = PsPipeline.of(
                PsCommand.of("A\\Set-A").with("Password", PsSecureString.of(io.quorate.Secret.of("Geheim-1"))));
        assertThat(KnownMessages.of(secret, NEW).secret()).isTrue();
        assertThat(KnownMessages.of(secret, NEW)).isNotSameAs(KnownMessages.of(secret, NEW));
        KnownMessages.CreatePipeline message = KnownMessages.of(secret, NEW);
        assertThatThrownBy(() -> message.body(SecureCodec.none())).isInstanceOf(RuntimeException.class);
        assertThat(message.body(SecureCodec.plain())).isNotSameAs(message.body(SecureCodec.plain()));
    }
}
