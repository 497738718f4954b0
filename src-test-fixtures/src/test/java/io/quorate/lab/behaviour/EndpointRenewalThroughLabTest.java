package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.SqlStory.GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.Secret;
import io.quorate.call.Ensured;
import io.quorate.error.ConflictException;
import io.quorate.error.OutcomeUnknownException;
import io.quorate.lab.LongForm;
import io.quorate.sql.ConnectedState;
import io.quorate.sql.EndpointCertificate;
import io.quorate.sql.GroupSpec;
import io.quorate.sql.HealthPolicy;
import io.quorate.sql.RenewalPlan;
import io.quorate.sql.SqlInventory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The certificates of mirroring endpoints are renewed before they expire, and no partner is cut off meanwhile. */
class EndpointRenewalThroughLabTest {
    private static final Duration MONTH = Duration.ofDays(30);

    /** For one certificate with two partners: made, taken in twice, shown, dropped three times. */
    private static final int RENEWING = 7;

    private static void certificates(GroupSpec group) {
        SqlStory.wanted(group);
        group.certificates(Secret.of("Master-Key-Passw0rd!"), Secret.of("Peer-Login-Passw0rd!"));
    }

    /** A group by certificates, of which these hosts' expire in some days. */
    private static SqlStory expiring(int days, String... hosts) throws SQLException {
        SqlStory story = SqlStory.start();
        String day = DateTimeFormatter.BASIC_ISO_DATE
                .withZone(ZoneOffset.UTC)
                .format(story.lab.runtime().now().plus(Duration.ofDays(days)));
        for (String host : hosts) {
            story.execute(
                    host,
                    "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Master-Key-Passw0rd!'",
                    "CREATE CERTIFICATE [Hadr_endpoint_" + host + "] WITH SUBJECT = 'short', EXPIRY_DATE = '" + day
                            + "'");
        }
        story.built(EndpointRenewalThroughLabTest::certificates);
        story.forget();
        return story;
    }

    private static void connected(SqlStory story) {
        assertThat(story.sql.groups().get(GROUP).replicas())
                .allSatisfy(replica -> assertThat(replica.state().connected()).isEqualTo(ConnectedState.CONNECTED));
    }

    @Test
    @DisplayName(
            "what expires within a month is warned of and renewed, at the primary and at a secondary: made, known, shown, then with a consent"
                    + " the old ones dropped; all stay connected, a second run sends nothing, and nobody is cut off once the old would have"
                    + " expired; nothing is renewed while a partner is silent")
    void renew_whenTwoExpireSoon_replacesThemAndKeepsAllConnected() throws SQLException {
        try (SqlStory story = expiring(20, "SQL1", "SQL2")) {
            refusedWhileSilent(story, "SQL1");
            story.lab.power("SQL3").on();
            story.answers("SQL3");
            story.inStep();
            connected(story);
            story.forget();
            assertThat(story.sql.failover(GROUP).health())
                    .filteredOn(finding -> finding.policy() == HealthPolicy.ENDPOINT_CERTIFICATE_LASTS)
                    .hasSize(2)
                    .allSatisfy(finding -> assertThat(finding.words()).contains("expires at"));
            assertThat(story.sql.endpoints().planRenewal(Duration.ofDays(5)).satisfied())
                    .isTrue();
            RenewalPlan plan = story.sql.endpoints().planRenewal(MONTH);
            assertThat(plan.obstacles()).isEmpty();
            assertThat(plan.due()).extracting(EndpointCertificate::server).containsExactly("SQL1", "SQL2");
            assertThat(plan.steps()).hasSize(2 * RENEWING);
            assertThat(plan.retired()).hasSize(2);
            assertThat(story.changes()).isEmpty();

            Ensured<RenewalPlan> kept = story.sql.endpoints().renew(MONTH, null);
            assertThat(kept.changed()).isTrue();
            assertThat(kept.value().due()).isEmpty();
            assertThat(kept.value().retired()).isEqualTo(plan.retired());
            assertThat(story.changes()).hasSize(2 * 4).noneMatch(change -> change.contains("DROP"));
            connected(story);
            story.forget();
            assertThat(story.sql
                            .endpoints()
                            .renew(MONTH, Consent.to("AB12", "another one"))
                            .changed())
                    .isFalse();
            assertThat(story.changes()).isEmpty();

            Ensured<RenewalPlan> dropped =
                    story.sql.endpoints().renew(MONTH, plan.consent("replaced before they expire"));
            assertThat(dropped.changed()).isTrue();
            assertThat(dropped.value().satisfied()).isTrue();
            assertThat(story.changes()).hasSize(2 * 3).allMatch(change -> change.contains("DROP CERTIFICATE"));
            connected(story);
            story.forget();
            assertThat(story.sql.endpoints().renew(MONTH, plan.consent("again")).changed())
                    .isFalse();
            assertThat(story.changes()).isEmpty();
            assertThat(story.sql.endpoints().certificates())
                    .hasSize(3)
                    .allSatisfy(shown -> assertThat(shown.left()).isGreaterThan(MONTH));
            assertThat(story.sql.failover(GROUP).health()).isEmpty();
            assertThat(story.sql
                            .groups()
                            .ensure(GROUP, EndpointRenewalThroughLabTest::certificates)
                            .changed())
                    .isFalse();

            story.lab.sql().stop("SQL2");
            story.lab.advance(Duration.ofMinutes(1));
            story.lab.sql().start("SQL2");
            story.answers("SQL2");
            story.inStep();
            connected(story);
            assertThat(story.lab.violations()).isEmpty();
        }
    }

    @LongForm
    @Test
    @DisplayName("nothing is renewed while a partner does not answer, which could not be told and would be cut off")
    void renew_whenAPartnerIsSilent_isRefused() throws SQLException {
        try (SqlStory story = expiring(20, "SQL1")) {
            refusedWhileSilent(story, "SQL1");
        }
    }

    private static void refusedWhileSilent(SqlStory story, String due) {
        story.lab.power("SQL3").off();
        story.lab.advance(Duration.ofMinutes(1));
        assertThatThrownBy(() -> story.sql.endpoints().renew(MONTH, null))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(due)
                .hasMessageContaining("SQL3");
        assertThat(story.changes()).isEmpty();
    }

    @LongForm
    @TestFactory
    @DisplayName("cut at any statement, the next run goes on from what the instances show, and nothing is done twice")
    List<DynamicTest> renew_whenAnAnswerIsLost_settles() {
        List<DynamicTest> tests = new ArrayList<>();
        for (int n = 1; n <= RENEWING; n++) {
            int number = n;
            tests.add(DynamicTest.dynamicTest("statement " + n, () -> cut(number)));
        }
        return tests;
    }

    private static void cut(int number) throws SQLException {
        try (SqlStory story = expiring(20, "SQL2")) {
            Consent consent = story.sql.endpoints().planRenewal(MONTH).consent("renewed");
            AtomicInteger count = new AtomicInteger();
            // The statement is carried out and nothing after it comes through: as if the program had ended there.
            story.lab
                    .faults()
                    .when(
                            "all from answer " + number + " on",
                            request -> SqlStory.changes(request) && count.incrementAndGet() >= number
                                    || count.get() >= number)
                    .times(40)
                    .resetAfter();
            try {
                story.sql.endpoints().renew(MONTH, consent);
            } catch (OutcomeUnknownException | io.quorate.error.UnreachableException e) {
                assertThat(count.get()).isGreaterThanOrEqualTo(number);
            }
            story.lab.faults().clear();
            story.listen();
            story.answers("SQL1");
            story.answers("SQL2");
            story.answers("SQL3");
            story.sql.endpoints().renew(MONTH, consent);
            assertThat(story.changes()).doesNotHaveDuplicates();
            assertThat(story.sql.endpoints().planRenewal(MONTH).satisfied()).isTrue();
            for (SqlInventory one : story.sql.instances().inventories()) {
                assertThat(one.certificates()).hasSize(3);
            }
            connected(story);
            story.forget();
            assertThat(story.sql.endpoints().renew(MONTH, consent).changed()).isFalse();
            assertThat(story.changes()).isEmpty();
            assertThat(story.lab.violations()).isEmpty();
        }
    }
}
