package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Secret;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsValue;
import org.junit.jupiter.api.Test;

class LineTest {

    @Test
    void secret_thatIsAMereReference_canBeExplained() {
        Line line = Cmdlet.SET_ISCSI_CHAP_SECRET.line().secret("ChapSecret", Secret.reference("chap"));
        assertThat(Line.statement(line).get(0).parameters())
                .extracting(PsParameter::value)
                .contains(PsValue.string("<hidden>"));
    }
}
