package io.quorate.winrm.wsman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** What stands in the way of Kerberos, what Negotiate makes of it, and how long anybody waits. */
class KerberosRefusalsTest extends KerberosCalls {
    // ---------------------------------------------------------------- refusals

    @Test
    void post_whenTheHostRefusesTheTicket_saysWhatWasTried_andStopsTheAccount() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.lab.example", "Negotiate", "Kerberos")
                .with(Mishap.REFUSE));
        HttpCarrier carrier = carrier("http://hv1.lab.example:5985/wsman", Trust.platform(), alice(), USUAL);

        Fault first = refusal(carrier);
        Fault second = refusal(carrier);

        assertThat(first.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(first.refusesLogin()).isTrue();
        assertThat(first)
                .hasMessage("hv1.lab.example:5985 refused the login; it offers Negotiate, Kerberos; tried, up to leg 1:"
                        + " Kerberos (Kerberos), as alice@LAB.EXAMPLE, to host/hv1.lab.example@LAB.EXAMPLE, realm"
                        + " LAB.EXAMPLE");
        assertThat(first.hint()).contains("setspn");
        assertThat(second.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(second).hasMessageStartingWith("this account was refused before and is not tried again");
        assertThat(host.seen).hasSize(1);
    }

    @Test
    void post_whenTheNameIsOnAnotherAccount_saysSo_andHowTheClocksDiffer() throws Exception {
        for (String offer : List.of("Kerberos", "Negotiate")) {
            keep(KerberosHost.http(runtime, "hv1.lab.example", offer).with(Mishap.WRONG_KEY));

            Fault fault = refusal(carrier(
                    "http://hv1.lab.example:5985/wsman",
                    Trust.platform(),
                    offer.equals("Kerberos") ? alice() : Credentials.domain("LAB\\alice", Secret.of(Realms.PASSWORD)),
                    USUAL));

            assertThat(fault).hasMessageContaining("error 41").hasMessageContaining("off ours");
            assertThat(fault.hint()).contains("setspn -Q host/hv1.lab.example").contains("servicePrincipalName");
        }
    }

    @Test
    void post_whenTheControllerRefuses_hasAHintForEachCode_inEveryLanguage() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.codes.example", "Negotiate", "Kerberos"));
        Locale before = Locale.getDefault();
        try {
            for (Locale locale : List.of(Locale.GERMANY, Locale.JAPAN)) {
                Locale.setDefault(locale);
                refuses(6, "no such account", true);
                refuses(18, "disabled, locked or expired", true);
                refuses(23, "must be changed", true);
                refuses(24, "the password is wrong; it is not tried again", true);
                refuses(31, "the password is wrong; it is not tried again", true);
                refuses(37, "w32tm", false);
                refuses(14, "AES", false);
            }
        } finally {
            Locale.setDefault(before);
        }
        assertThat(host.seen).isEmpty();
    }

    private void refuses(int code, String hint, boolean account) throws Exception {
        realms.scripted.refuseWith(code);
        Credentials carol = Credentials.kerberos("carol@CODES.EXAMPLE", Secret.of("wrong"));
        Fault fault = failure(http("hv1.codes.example", carol));
        assertThat(fault.code()).isEqualTo("Kerberos " + code);
        assertThat(fault.kind()).isEqualTo(ErrorKind.ACCESS_DENIED);
        assertThat(fault.phase()).isEqualTo(FaultPhase.NEVER_SENT);
        assertThat(fault.refusesLogin()).as("code " + code).isEqualTo(account);
        assertThat(fault.hint()).contains(hint);
        assertThat(fault).hasMessageContaining("(" + code + ")").hasMessageContaining("carol@CODES.EXAMPLE");
        assertThat(realms.scripted.judged.get()).isEqualTo(1);
    }

    @Test
    void post_withAWrongPassword_byKerby_isThe31ThatMeans24() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.lab.example", "Kerberos"));

        Fault fault = failure(http("hv1.lab.example", Credentials.kerberos("alice@LAB.EXAMPLE", Secret.of("wrong"))));

        assertThat(fault.code()).isEqualTo("Kerberos 31");
        assertThat(fault.refusesLogin()).isTrue();
        assertThat(fault.hint()).contains("the password is wrong");
        assertThat(fault.toString() + fault.getCause()).doesNotContain("wrong\"");
    }

    @Test
    void post_whenNothingIsKnownOfUserServiceRealmOrController_saysWhichLineIsMissing() throws Exception {
        for (String host : List.of("hv1.lab.example", "hv9.lab.example", "hv1.codes.example")) {
            keep(KerberosHost.http(runtime, host, "Negotiate", "Kerberos"));
        }

        Fault user = failure(http("hv1.lab.example", Credentials.kerberos("nobody@LAB.EXAMPLE", Secret.of("x"))));
        Fault service = failure(http("hv9.lab.example", alice()));
        Fault realm = failure(http("hv1.lab.example", Credentials.kerberos("alice@NO.EXAMPLE", Secret.of("x"))));
        Fault controller = failure(http("hv1.lab.example", Credentials.kerberos("a@DARK.EXAMPLE", Secret.of("x"))));
        Fault cache = failure(http("hv1.lab.example", Credentials.kerberosCache(folder.resolve("none"))));
        Fault keytab = failure(
                http("hv1.lab.example", Credentials.kerberosKeytab("alice@LAB.EXAMPLE", folder.resolve("none"))));

        assertThat(user.code()).isEqualTo("Kerberos 6");
        assertThat(service.code()).isEqualTo("Kerberos 7");
        assertThat(service).hasMessageContaining("host/hv9.lab.example, HTTP/hv9.lab.example, WSMAN/hv9.lab.example");
        assertThat(service.hint()).contains("servicePrincipalName").contains("[domain_realm]");
        assertThat(realm.hint()).contains("[realms] NO.EXAMPLE = { kdc = dc1.no.example }", "dns_lookup_kdc");
        assertThat(controller.kind()).isEqualTo(ErrorKind.UNREACHABLE);
        assertThat(controller.hint()).contains("[realms] DARK.EXAMPLE = { kdc = ... }");
        assertThat(cache.hint()).contains("kinit");
        assertThat(keytab.hint()).contains("cannot be read");
    }

    @Test
    void carrier_toAnAddress_isToldThatKerberosNeedsAName() {
        for (String address : List.of("http://10.0.0.1:5985/wsman", "https://[fd00::1]:5986/wsman")) {
            assertThatThrownBy(() -> carrier(address, Trust.platform(), alice(), USUAL))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("servicePrincipalName");
        }
        LoginOptions named = new LoginOptions(List.of("host/hv1.lab.example"), ChannelBinding.AUTO);
        assertThat(carrier("http://10.0.0.1:5985/wsman", Trust.platform(), alice(), named))
                .isNotNull();
    }

    @Test
    void carrier_whereBindingIsRequired_namesTheFlagOfTheJvm_andNeedsTls() {
        LoginOptions required = new LoginOptions(List.of(), ChannelBinding.REQUIRED);
        assertThatThrownBy(() -> carrier("https://hv1.lab.example:5986/wsman", Trust.platform(), alice(), required))
                .hasMessageContaining("--add-exports java.security.jgss/sun.security.jgss.krb5.internal=ALL-UNNAMED");
        assertThatThrownBy(() -> carrier("http://hv1.lab.example:5985/wsman", Trust.platform(), alice(), required))
                .hasMessageContaining("https");
    }

    // ---------------------------------------------------------------- Negotiate

    @Test
    void post_byDomain_whenAControllerHasLookedAtThePassword_neverHandsItToNtlm() throws Exception {
        KerberosHost host = keep(KerberosHost.http(runtime, "hv1.codes.example", "Negotiate"));
        for (int code : new int[] {6, 18, 23, 24, 31, 37}) {
            realms.scripted.refuseWith(code);

            Fault fault =
                    failure(http("hv1.codes.example", Credentials.domain("carol@codes.example", Secret.of("wrong"))));

            assertThat(fault.code()).isEqualTo("Kerberos " + code);
            assertThat(fault).hasMessageContaining("NTLM was not tried");
            assertThat(realms.scripted.judged.get()).isEqualTo(1);
        }
        assertThat(host.seen).isEmpty();
    }

    @Test
    void post_byDomain_whereKerberosCannotBegin_decidesForNtlm_andSaysWhy() throws Exception {
        record Case(String host, String user, String why) {}
        for (Case it : List.of(
                new Case("hv1.lab.example", "alice@dark.example", "Connection refused"),
                new Case("hv1.lab.example", "alice@no.example", "Cannot locate KDC"),
                new Case("hv9.lab.example", "alice@lab.example", "(7)"),
                new Case("127.0.0.1", "alice@lab.example", "is an address"),
                new Case("hv1.lab.example", "WORK\\alice", "no realm is known"))) {
            KerberosHost host =
                    keep(KerberosHost.http(runtime, it.host(), "Negotiate").with(Mishap.REFUSE));
            Credentials alice = Credentials.domain(it.user(), Secret.of(Realms.PASSWORD));

            Fault fault = refusal(carrier("http://" + it.host() + ":5985/wsman", Trust.platform(), alice, USUAL));

            assertThat(host.seen)
                    .as(it + ": " + fault.getMessage())
                    .isNotEmpty()
                    .containsOnly("Negotiate:0");
            assertThat(fault)
                    .as(it.toString())
                    .hasMessageContaining("Negotiate chose NTLM, because Kerberos could not begin: ")
                    .hasMessageContaining(it.why());
        }
    }

    @Test
    void post_byDomain_whereNoControllerAnswers_leavesItAloneForAWhile() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.codes.example", "Basic"));
        HttpCarrier carrier = carrier(
                "http://hv1.codes.example:5985/wsman",
                Trust.platform(),
                Credentials.domain("carol@codes.example", Secret.of("x")),
                USUAL);
        realms.scripted.silent(true);
        try {
            refusal(carrier);
            int asked = realms.scripted.asked.get();

            Fault again = refusal(carrier);

            assertThat(asked).isPositive();
            assertThat(realms.scripted.asked.get()).isEqualTo(asked);
            assertThat(again).hasMessageContaining("Negotiate chose NTLM").hasMessageContaining("not asked again");
            runtime.later(Duration.ofMinutes(6));
            refusal(carrier);
            assertThat(realms.scripted.asked.get()).isGreaterThan(asked);
        } finally {
            realms.scripted.silent(false);
        }
    }

    @Test
    void post_byDomain_tellsItsDecisionInTheLog() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.lab.example", "Negotiate"));
        Logger log = (Logger) LoggerFactory.getLogger("io.quorate.winrm.auth.Domain");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        Level before = log.getLevel();
        log.setLevel(Level.DEBUG);
        try {
            ask(http("hv1.lab.example", Credentials.domain("LAB\\alice", Secret.of(Realms.PASSWORD))));
        } finally {
            log.setLevel(before);
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("negotiate decided [host=hv1.lab.example way=Kerberos]")
                .noneMatch(line -> line.contains(Realms.PASSWORD));
    }

    // ---------------------------------------------------------------- waiting

    @Test
    void post_whenNoControllerAnswers_endsWithTheDeadline_andNobodyElseTriesMeanwhile() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.codes.example", "Kerberos"));
        realms.scripted.refuseWith(24);
        CountDownLatch answers = new CountDownLatch(1);
        realms.scripted.holdUntil(answers);
        try {
            HttpCarrier carrier = carrier(
                    "http://hv1.codes.example:5985/wsman",
                    Trust.platform(),
                    Credentials.kerberos("carol@CODES.EXAMPLE", Secret.of("wrong")),
                    USUAL);
            HttpChannel channel = carrier.channel();

            Fault late = failure(channel, Duration.ofMillis(300));
            Fault blocked = failure(carrier.channel(), Duration.ofMillis(300));

            assertThat(late.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(blocked.kind()).isEqualTo(ErrorKind.DEADLINE_EXCEEDED);
            assertThat(blocked).hasMessageContaining("another login of the same account");
            answers.countDown();
            Fault refused = failure(carrier.channel());
            assertThat(refused.refusesLogin()).isTrue();
            assertThat(realms.scripted.judged.get()).isEqualTo(1);
        } finally {
            answers.countDown();
            realms.scripted.holdUntil(new CountDownLatch(0));
        }
    }

    @Test
    @Timeout(120)
    void post_whileAControllerIsAsked_hearsInterruptAndClose() throws Exception {
        keep(KerberosHost.http(runtime, "hv1.codes.example", "Kerberos"));
        CountDownLatch answers = new CountDownLatch(1);
        realms.scripted.refuseWith(24).holdUntil(answers);
        try {
            for (boolean interrupt : new boolean[] {true, false}) {
                int asked = realms.scripted.asked.get();
                HttpChannel channel =
                        http("hv1.codes.example", Credentials.kerberos("carol@CODES.EXAMPLE", Secret.of("wrong")));
                Fault[] heard = new Fault[1];
                Thread caller = new Thread(() -> heard[0] = failure(channel));
                caller.start();
                while (realms.scripted.asked.get() == asked) {
                    Thread.onSpinWait();
                }
                if (interrupt) {
                    caller.interrupt();
                } else {
                    channel.close();
                }
                caller.join(30_000);
                assertThat(heard[0]).as("interrupt " + interrupt).isNotNull();
                assertThat(heard[0].kind()).isEqualTo(ErrorKind.UNREACHABLE);
                assertThat(heard[0].phase()).isEqualTo(FaultPhase.NEVER_SENT);
            }
        } finally {
            answers.countDown();
            realms.scripted.holdUntil(new CountDownLatch(0));
            // What nobody waits for any more goes on; the next test counts anew.
            while (realms.scripted.judged.get() < 2) {
                Thread.onSpinWait();
            }
        }
    }
}
