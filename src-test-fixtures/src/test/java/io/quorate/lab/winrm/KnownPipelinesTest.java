package io.quorate.lab.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.psrp.PipelineCodec;
import io.quorate.winrm.psrp.PipelineOptions;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsSecureText;
import io.quorate.winrm.psrp.PsType;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.PsrpMessage;
import io.quorate.winrm.psrp.PsrpMessageType;
import io.quorate.winrm.psrp.PsrpVersion;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.psrp.WirePipeline;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pipelines that were read before. */
class KnownPipelinesTest {
    private static PsrpMessage asking(PsValue value) {
        PsPipeline pipeline = PsPipeline.of(PsCommand.of("M\\Get-Hello").with("Name", value));
        return Messages.toClient(
                PsrpMessageType.CREATE_PIPELINE,
                UUID.randomUUID(),
                UUID.randomUUID(),
                PipelineCodec.encode(pipeline, PipelineOptions.of(PsrpVersion.V2_3)),
                SecureCodec.plain());
    }

    private static WirePipeline read(PsValue value) {
        return KnownPipelines.read(asking(value), SecureCodec.plain());
    }

    private static PsValue argument(WirePipeline read) {
        return read.statements().get(0).get(0).arguments().get(0).value();
    }

    @Test
    void read_ofTheSameWords_isReadOnce() {
        assertThat(read(PsValue.string("x"))).isSameAs(read(PsValue.string("x")));
        assertThat(argument(read(PsValue.string("x")))).isEqualTo(PsValue.string("x"));
        assertThat(argument(read(PsValue.string("y")))).isEqualTo(PsValue.string("y"));
    }

    @Test
    void read_ofASecureString_isReadEachTime() {
        PsValue secret = new PsPrimitive(PsType.SECURE_STRING, new PsSecureText("eAA="));
        assertThat(read(secret)).isNotSameAs(read(secret));
    }
}
