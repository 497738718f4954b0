package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.Credentials;
import io.quorate.Secret;
import io.quorate.Trust;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.FaultPhase;
import io.quorate.winrm.auth.ChannelBinding;
import io.quorate.winrm.auth.LoginOptions;
import io.quorate.winrm.auth.Realms;
import io.quorate.winrm.wsman.KerberosHost.Mishap;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Kerberos against a controller and an acceptor by other hands: Apache Kerby and the JDK. */
class KerberosTest extends KerberosCalls {
    // ---------------------------------------------------------------- logging in and sealing

    @Test
    void post_overHttp_spendsOneLeg_andSealsEveryBodyInTheLayoutOfWindows() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Negotiate", "Kerberos"));
        HttpChannel channel = http("hv1.lab.example", alice());

        for (int i = 0; i < 3; i++) {
            ask(channel);
        }

        assertThat(host.seen.get(0)).isEqualTo("Kerberos:0");
        assertThat(host.seen).hasSize(4);
        assertThat(host.opened).hasSize(3).allMatch(it -> it.contains("Envelope"));
        assertThat(host.headers).containsExactly(60, 60, 60);
    }

    @Test
    void post_overHttp_whereOnlyNegotiateIsOffered_goesOnInSpnego() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Negotiate"));
        HttpChannel channel = http("hv1.lab.example", alice());

        ask(channel);
        ask(channel);

        assertThat(host.seen.subList(0, 2)).containsExactly("Kerberos:0", "Negotiate:0");
        assertThat(host.opened).hasSize(2);
    }

    @Test
    void post_overHttps_letsTheFirstRequestRideWithTheTicket() throws Exception {
        TestIdentity hv1 = TestIdentity.create(folder, "hv1.lab.example");
        KerberosHost host = keep(KerberosHost.https(runtime, "hv1.lab.example", hv1, "Negotiate", "Kerberos"));
        HttpChannel channel = https("hv1.lab.example", hv1, alice(), USUAL);

        ask(channel);
        ask(channel);

        assertThat(host.seen).hasSize(2);
        assertThat(host.opened).hasSize(2).allMatch(it -> it.contains("Envelope"));
    }

    @Test
    void post_bySeveralSources_logsIn() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos"));
        List<Credentials> sources = List.of(
                Credentials.kerberosKeytab(
                        "alice@LAB.EXAMPLE", realms.keytab("alice").toPath()),
                Credentials.kerberosCache(realms.cache()),
                Credentials.kerberos(realms.alice()),
                Credentials.kerberos("juergen@LAB.EXAMPLE", Secret.of(Realms.UMLAUTS)));
        for (Credentials source : sources) {
            ask(http("hv1.lab.example", source));
        }
        assertThat(host.opened).hasSize(sources.size());
    }

    @Test
    void post_whereTheUsualNameIsUnknown_triesTheNextOnes_andAnyThatIsTold() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv2.lab.example", "Kerberos"));

        ask(http("hv2.lab.example", alice()));

        keep(KerberosHost.http(runtime, "nick.lab.example", "Kerberos"));
        for (String name : List.of("host/hv1.lab.example", "host/hv3.lab.example@LAB.EXAMPLE")) {
            LoginOptions told = new LoginOptions(List.of(name), ChannelBinding.AUTO);
            ask(channel("http://nick.lab.example:5985/wsman", Trust.platform(), alice(), told));
        }
        assertThat(host.opened).hasSize(1);
    }

    @Test
    void post_toTwoRealms_inOneJvm() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos"));
        keep(KerberosHost.http(runtime, "hv1.other.example", "Kerberos"));

        ask(http("hv1.lab.example", alice()));
        ask(http("hv1.other.example", Credentials.kerberos("bob@OTHER.EXAMPLE", Secret.of(Realms.PASSWORD))));
    }

    @Test
    void post_byDomain_choosesKerberos_andSealsAsNegotiateDoes() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Negotiate"));
        for (String name : List.of("alice@lab.example", "LAB\\alice", "lab.example\\alice")) {
            ask(http("hv1.lab.example", Credentials.domain(name, Secret.of(Realms.PASSWORD))));
        }
        assertThat(host.seen.get(0)).isEqualTo("Negotiate:0");
        assertThat(host.opened).hasSize(3);
    }

    // ---------------------------------------------------------------- hosts that lie

    @Test
    void post_whenAnAnswerIsNotSealedAsAgreed_isNoAnswer() throws Exception {
        for (Mishap mishap :
                List.of(Mishap.SIGNED_ONLY, Mishap.FLIPPED, Mishap.HEADER_FLIPPED, Mishap.GAP, Mishap.OTHER_LENGTH)) {
            keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos").with(mishap));

            Fault fault = failure(http("hv1.lab.example", alice()));

            assertThat(fault.kind()).as(mishap.toString()).isEqualTo(ErrorKind.BAD_REPLY);
            assertThat(fault.phase()).as(mishap.toString()).isEqualTo(FaultPhase.UNANSWERED);
            assertThat(fault).hasMessageContaining("seal");
        }
    }

    @Test
    void post_whenAnAnswerIsReplayed_isNoAnswer() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos"));
        HttpChannel channel = http("hv1.lab.example", alice());
        ask(channel);
        host.with(Mishap.REPLAYED);

        assertThat(failure(channel).kind()).isEqualTo(ErrorKind.BAD_REPLY);
    }

    @Test
    void post_whenTheHostDoesNotProveItself_isUntrusted_andNothingHasLeft() throws Exception {
        for (Mishap mishap : List.of(Mishap.NO_PROOF, Mishap.FOREIGN_PROOF)) {
            KerberosHost host = keep(
                    KerberosHost.http(runtime, "hv1.lab.example", "Kerberos").with(mishap));

            Fault fault = failure(http("hv1.lab.example", alice()));

            assertThat(fault.kind()).isEqualTo(ErrorKind.UNTRUSTED);
            assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
            assertThat(host.seen).containsExactly("Kerberos:0");
        }
    }

    @Test
    void post_whenAFaultIsSealed_opensIt() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos").with(Mishap.FAULT));

        HttpAnswer answer = post(http("hv1.lab.example", alice()));

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).asString(StandardCharsets.UTF_8).contains("Envelope");
    }

    // ---------------------------------------------------------------- other JVMs

    @EnabledIfSystemProperty(
            named = "quorate.sweep",
            matches = "true",
            disabledReason = "a long form, which the sweep plays")
    @Test
    void post_toAStrictHost_withTheFlagOfTheJvm_isBound() throws Exception {
        assertThat(KerberosForkMain.run(
                        folder,
                        "binding",
                        "--add-exports",
                        "java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED"))
                .contains("auto: let in", "required: let in", "off: refused, hint names channelBinding");
    }

    @Test
    void post_withAnOldKindOfKey_isRefusedBeforeAnythingSealedLeaves() throws Exception {
        assertThat(KerberosForkMain.run(folder, "old", "-Dquorate.test.keys=des3-cbc-sha1"))
                .contains("old: UNSUPPORTED NEVER_SENT [Kerberos:0]");
    }
}
