package io.quorate.winrm;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.winrm.SessionConfigurations.Listed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionConfigurationsTest {
    private static final String OURS = "S-1-5-21-1-2-3-1104";

    @Test
    void descriptor_admitsTheOneAccount() {
        assertThat(listed(SessionConfigurations.descriptor(OURS)).admitsOnly(OURS))
                .isTrue();
        assertThat(listed(SessionConfigurations.descriptor(OURS)).admitsOnly(OURS + "5"))
                .isFalse();
    }

    /** The first is what Windows admits by default: with it, every remote management user would act as the run-as account. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "O:NSG:BAD:P(A;;GA;;;BA)(A;;GA;;;IU)(A;;GA;;;RM)S:P(AU;FA;GA;;;WD)(AU;SA;GXGW;;;WD) | S-1-5-21-1-2-3-1104 | false",
                "O:NSG:BAD:P(A;;GA;;;S-1-5-21-1-2-3-1104)(A;;GA;;;BA)S:P(AU;FA;GA;;;WD) | S-1-5-21-1-2-3-1104 | false",
                "O:NSG:BAD:P(D;;GA;;;NU)(A;;GA;;;S-1-5-21-1-2-3-1104) | S-1-5-21-1-2-3-1104 | true",
                "O:NSG:BAD:P(D;;GA;;;NU)S:P(AU;FA;GA;;;WD) | S-1-5-21-1-2-3-1104 | false",
                "O:NSG:BAD:PAI(A;OICI;GXGR;;;s-1-5-21-1-2-3-1104) | S-1-5-21-1-2-3-1104 | true",
                "O:NSG:BAD:P(A;;GA;;;LA)S:P(AU;FA;GA;;;WD) | S-1-5-21-9-9-9-500 | true",
                "O:NSG:BAD:P(A;;GA;;;LA)S:P(AU;FA;GA;;;WD) | S-1-5-21-1-2-3-1104 | false",
                "O:NSG:BAD:P(XA;;GX;;;WD;(@User.Title==1))(A;;GA;;;S-1-5-21-1-2-3-1104) | S-1-5-21-1-2-3-1104 | false",
                "O:NSG:BA | S-1-5-21-1-2-3-1104 | false",
            })
    void listed_tellsWhetherAnybodyElseMayUseIt(String descriptor, String sid, boolean only) {
        assertThat(listed(descriptor).admitsOnly(sid)).isEqualTo(only);
    }

    private static Listed listed(String descriptor) {
        return new Listed("Quorate.Temporary.1", "LAB\\svc", descriptor);
    }
}
