package io.quorate.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.doctor.NounState.Works;
import io.quorate.doctor.SessionPicture.Hop;
import io.quorate.doctor.SessionPicture.ScriptPolicy;
import io.quorate.doctor.SessionPicture.ScriptPolicy.Source;
import io.quorate.doctor.SessionPicture.ServiceLook;
import io.quorate.doctor.SessionPicture.Skew;
import io.quorate.doctor.Told.Cause;
import io.quorate.host.HostSystem;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of what a session tells; what it does not tell is never taken for no. */
class WindowsJudgeTest {

    /** A picture that can be changed. */
    private static final class Draft {
        Told<String> language = Told.known("FullLanguage");
        Told<ScriptPolicy> policy = Told.known(new ScriptPolicy("RemoteSigned", Source.WINDOWS));
        Told<Map<String, String>> modules = Told.known(modules());
        Told<Map<String, ServiceLook>> services =
                Told.known(Map.of("ClusSvc", new ServiceLook(true, false), "vmms", new ServiceLook(true, false)));
        Told<String> cluster = Told.known("RACK1");
        Told<Boolean> administrator = Told.known(true);
        Told<Hop> hop = hop("Ops", Map.of("Ops", "LAB\\svc"));
        Told<Skew> clock = Told.known(new Skew(Duration.ofMillis(20), Duration.ofMillis(10)));

        private static Map<String, String> modules() {
            Map<String, String> all = new HashMap<>();
            NounNeeds.modules().forEach(name -> all.put(name, "2.0"));
            all.remove("ActiveDirectory");
            return all;
        }

        static Told<Hop> hop(@Nullable String delegated, Map<String, String> runAs) {
            return Told.known(new Hop(delegated, false, Told.known(false), runAs));
        }

        SessionPicture picture() {
            return new SessionPicture(
                    "Kerberos, as alice",
                    "Microsoft.PowerShell",
                    Told.known("5.1.20348.558"),
                    Told.known("2.3"),
                    language,
                    policy,
                    Told.known(new HostSystem("Windows", "10.0.20348", 20348, true)),
                    modules,
                    services,
                    cluster,
                    administrator,
                    hop,
                    Told.known(Map.of("MaxShellsPerUser", 25L)),
                    clock,
                    Told.known(Duration.ofMillis(20)));
        }

        List<Finding> findings() {
            Sickbed bed = new Sickbed("rack", "HV1");
            new WindowsJudge(picture(), bed).judge();
            return bed.findings();
        }

        NounState noun(String name) {
            return NounNeeds.states(Told.known(picture())).stream()
                    .filter(one -> one.noun().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void healthy_isNothing() {
        assertThat(new Draft().findings()).isEmpty();
        assertThat(new Draft().noun("cluster").works()).isEqualTo(Works.YES);
    }

    @ParameterizedTest
    @CsvSource({"GROUP_POLICY, Turn on Script Execution", "USER, -Scope CurrentUser", "MACHINE, -Scope LocalMachine"})
    @DisplayName("who set the policy decides what cures it")
    void policy_isCuredWhereItWasSet(Source source, String cure) {
        Draft draft = new Draft();
        draft.policy = Told.known(new ScriptPolicy("Restricted", source));
        assertThat(draft.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Ailment.EXECUTION_POLICY);
            assertThat(finding.cure()).contains(cure);
        });
    }

    @ParameterizedTest
    @CsvSource({"240, 0, WARNING", "-240, 0, WARNING", "601, 0, ILL", "-601, 5, ILL", "330, 60, WARNING", "70, 30, "})
    @DisplayName("a clock is as wrong as it surely is: what the measurement leaves open is not held against it")
    void clock_isWrongAsFarAsItSurelyIs(long seconds, long within, @Nullable Severity severity) {
        Draft draft = new Draft();
        draft.clock = Told.known(new Skew(Duration.ofSeconds(seconds), Duration.ofSeconds(within)));
        if (severity == null) {
            assertThat(draft.findings()).isEmpty();
        } else {
            assertThat(draft.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.code()).isEqualTo(Ailment.CLOCK_SKEW);
                assertThat(finding.severity()).isEqualTo(severity);
            });
        }
    }

    @Test
    @DisplayName("what a restricted session hides is untold, said once, and no noun is called broken for it")
    void hidden_isUntold() {
        Draft draft = new Draft();
        draft.administrator = Told.untold(Cause.MISSING, "no such cmdlet", "CommandNotFoundException");
        draft.modules = Told.untold(Cause.MISSING, "no such cmdlet", "CommandNotFoundException");
        draft.hop = Told.untold(Cause.MISSING, "no such cmdlet", "CommandNotFoundException");
        assertThat(draft.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Ailment.CANNOT_TELL);
            assertThat(finding.severity()).isEqualTo(Severity.UNTOLD);
            assertThat(finding.what()).contains("modules", "rights", "second hop");
            assertThat(finding.why()).isEqualTo("no such cmdlet");
        });
        assertThat(draft.noun("host.disks").works()).isEqualTo(Works.UNTOLD);
    }

    @Test
    @DisplayName("what a missing right explains is not said twice")
    void noRights_explainsWhatIsRefused() {
        Draft draft = new Draft();
        draft.administrator = Told.known(false);
        draft.hop = Told.untold(Cause.REFUSED, "access denied", "0x80070005");
        draft.cluster = Told.untold(Cause.REFUSED, "access denied", "0x80070005");
        assertThat(draft.findings()).extracting(Finding::code).containsExactly(Ailment.NO_ADMINISTRATOR);
        assertThat(draft.noun("cluster").works()).isEqualTo(Works.NO);
    }

    @Test
    @DisplayName(
            "a second hop is looked for where there is a cluster; a configuration that is not there, or names no account, is said")
    void hop_isJudged() {
        Draft draft = new Draft();
        draft.hop = Draft.hop(null, Map.of("Ops", "LAB\\svc"));
        assertThat(draft.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.cure()).contains("already (Ops)", "credSsp"));
        assertThat(draft.noun("cluster").works()).isEqualTo(Works.PARTLY);
        draft.hop = Draft.hop("Other", Map.of("Ops", "LAB\\svc"));
        assertThat(draft.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.ILL));
        draft.hop = Draft.hop("OPS", Map.of("Ops", ""));
        assertThat(draft.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.what()).contains("names no account"));
        draft.services = Told.known(Map.of());
        draft.hop = Draft.hop(null, Map.of());
        draft.modules = Told.known(Map.copyOf(Draft.modules()));
        assertThat(draft.findings()).isEmpty();
        assertThat(draft.noun("vms").works()).isEqualTo(Works.NOT_HERE);
    }

    @Test
    void clusterService_stoppedIsIll_disabledIsNone() {
        Draft draft = new Draft();
        draft.cluster = Told.untold(Cause.NOT_ASKED, "it does not run", null);
        draft.services = Told.known(Map.of("ClusSvc", new ServiceLook(false, false)));
        assertThat(draft.findings()).extracting(Finding::code).containsExactly(Ailment.CLUSTER_SERVICE_STOPPED);
        assertThat(draft.noun("cluster").works()).isEqualTo(Works.NO);
        draft.cluster = Told.known("");
        draft.services = Told.known(Map.of("ClusSvc", new ServiceLook(false, true)));
        assertThat(draft.findings()).isEmpty();
    }

    @Test
    void certificate_thatEndsSoon_isAWarning() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        ServerCertificate certificate = new ServerCertificate(
                "CN=hv1", "CN=ca", List.of("hv1"), now.minusSeconds(9), now.plus(Duration.ofDays(29)), "00");
        Sickbed bed = new Sickbed("rack", "HV1");
        bed.entrance(new Entrance("hv1:5986", true, certificate, null, List.of()), now);
        assertThat(bed.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.code()).isEqualTo(Ailment.CERTIFICATE_ENDS);
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 192\\.0\\.2\\.1",
        "fe80::1%4, 2001:db8::1",
        "S-1-5-21-1-2-3-500, S-1-5-21-0-0-0-1001",
        "00-15-5D-00-11-22, 00-00-5E-00-53-01",
        "iqn.1991-05.com.microsoft:hv1, iqn\\.2000-01\\.example:1",
        "788ad4ca-6e6e-43ae-b412-5f17827c311c, 00000000-0000-0000-0000-000000000001",
        "LAB\\alice, name-1",
        "Microsoft.Secret, name-1"
    })
    @DisplayName("a value is replaced by one of its form, the same by the same whatever its case")
    void disguise_keepsTheForm(String value, String form) {
        Disguise disguise = new Disguise();
        String first = disguise.text(value);
        assertThat(first).matches(form);
        assertThat(disguise.text(value.toUpperCase(java.util.Locale.ROOT))).isEqualTo(first);
        assertThat(disguise.text(value + "9")).isNotEqualTo(first);
    }
}
