package io.quorate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.SecondHop;
import io.quorate.Secret;
import io.quorate.host.ConnectSpec;
import io.quorate.host.command.ConnectTarget;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedactorTest {
    private static final String OURS = "our-chap-secret";
    private static final String THEIRS = "their-chap-secret";

    @Test
    void clean_takesEverySecretOfMutualChapOut() {
        Redactor redactor = new Redactor(Credentials.mutualChap("hv1", Secret.of(OURS), "target", Secret.of(THEIRS)));
        assertThat(redactor.clean("hv1 says " + OURS + ", target says " + THEIRS))
                .isEqualTo("hv1 says <hidden>, target says <hidden>");
    }

    @Test
    void clean_takesOneSecretOfOneWayChapOut() {
        Redactor redactor = new Redactor(Credentials.chap("hv1", Secret.of(OURS)));
        assertThat(redactor.clean(OURS + " " + THEIRS)).isEqualTo("<hidden> " + THEIRS);
    }

    @Test
    void clean_ofAFault_dropsACauseThatTellsTheTargetsSecret() {
        Redactor redactor = new Redactor(Credentials.mutualChap("hv1", Secret.of(OURS), "target", Secret.of(THEIRS)));
        Fault told = Fault.lasting(ErrorKind.REJECTED)
                .code("c " + OURS)
                .hint("h " + OURS)
                .cause(new IllegalStateException(THEIRS))
                .because("m " + THEIRS);
        Fault clean = redactor.clean(told);
        assertThat(clean).hasMessage("m <hidden>").hasNoCause();
        assertThat(clean.code()).isEqualTo("c <hidden>");
        assertThat(clean.hint()).isEqualTo("h <hidden>");
    }

    @Test
    void clean_takesTheSecretsOfWaysToTheSecondHopOutToo() {
        Redactor redactor = new Redactor(Credentials.basic("admin", Secret.of("a-password")))
                .with(List.of(
                        SecondHop.configuration("Ops"),
                        SecondHop.temporary("LAB\\svc", Secret.of(OURS), restart -> null),
                        SecondHop.credSsp("LAB\\svc", Secret.of(THEIRS))));
        assertThat(redactor.clean("a-password " + OURS + " " + THEIRS + " Ops"))
                .isEqualTo("<hidden> <hidden> <hidden> Ops");
    }

    @Test
    void clean_takesTheSecretsOfTheCommandOutToo() {
        ConnectSpec spec = new ConnectSpec(
                Iqn.of("iqn.2005-07.com.nexenta:02:csv"),
                Portal.of("192.0.2.51"),
                null,
                new ChapLogin("hv1", Secret.of(OURS)),
                Secret.of(THEIRS),
                false);
        Redactor redactor =
                new Redactor(Credentials.basic("admin", Secret.of("a-password"))).with(new ConnectTarget("HV1", spec));
        assertThat(redactor.clean("a-password " + OURS + " " + THEIRS)).isEqualTo("<hidden> <hidden> <hidden>");
        assertThat(new ConnectTarget("HV1", spec).toString()).doesNotContain(OURS, THEIRS);
    }

    @Test
    void clean_withoutCredentials_leavesTextsAlone() {
        assertThat(new Redactor(null).clean(OURS)).isEqualTo(OURS);
    }
}
