package io.quorate.lab.behaviour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Quorate;
import io.quorate.flow.FoundSurroundings;
import io.quorate.lab.Lab;
import io.quorate.sql.GroupPlan;
import io.quorate.sql.GroupSurroundings;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What stands around a group, asked of cluster, Windows and directory: found, told to the plan, and untold where nobody tells. */
class SurroundingsThroughLabTest {
    private static Lab lab;
    private static Quorate quorate;

    @BeforeAll
    static void start() {
        lab = Lab.builder()
                .host("SQL1")
                .host("SQL2")
                .host("SQL3")
                .host("DC1")
                .cluster("FC1")
                .sql("SQL1")
                .sql("SQL2")
                .sql("SQL3", spec -> spec.account("NT Service\\MSSQLSERVER"))
                .domain(
                        "lab.example",
                        domain -> domain.controller("DC1", "10.0.0.11")
                                .service("MSSQLSvc/ag1l.lab.example:1433", "svc-old"))
                .start();
        quorate = lab.connect().build();
        lab.sql().makeDatabase("SQL1", "orders");
    }

    @AfterAll
    static void stop() {
        quorate.close();
        lab.close();
    }

    private static FoundSurroundings found() {
        return quorate.flows()
                .groupSurroundings(spec -> spec.cluster(Lab.ENDPOINT)
                        .directory(Lab.ENDPOINT, "DC1", "LAB")
                        .account("SQL1", Lab.ENDPOINT, "SQL1")
                        .account("SQL2", Lab.ENDPOINT, "SQL2"));
    }

    private static GroupPlan plan(FoundSurroundings found) {
        return quorate.availabilityGroups(Lab.SQL).groups().plan("ag1", group -> {
            for (String host : List.of("SQL1", "SQL2")) {
                group.addReplica(host, replica -> found.tell(host, replica));
            }
            group.addDatabase("orders")
                    .listener("ag1l", listener -> listener.addAddress("10.66.1.50", "255.255.255.0"));
            found.tell(group);
        });
    }

    @Test
    @DisplayName("cluster, accounts and names are found and compared by the plan; what none of them tells stays untold")
    void found_isComparedByThePlan() {
        FoundSurroundings found = found();
        assertThat(found.untold()).isEmpty();
        assertThat(found.cluster())
                .isEqualTo(quorate.cluster(Lab.ENDPOINT).get().settings());
        assertThat(found.account("sql1")).contains("LAB\\svc-sql");
        assertThat(found.around().principals())
                .containsEntry("LAB\\svc-sql", List.of())
                .containsEntry("LAB\\svc-old", List.of("MSSQLSvc/ag1l.lab.example:1433"));
        assertThat(found.around().lease()).isNull();
        assertThat(found.around().failoverThreshold()).isNull();
        assertThat(found.around().listenerObject()).isNull();

        assertThat(plan(found).hints())
                .anySatisfy(hint -> assertThat(hint)
                        .contains(
                                "MSSQLSvc/ag1l is registered for LAB\\svc-old, and the instances run as LAB\\svc-sql"))
                .anySatisfy(
                        hint -> assertThat(hint).contains("how many failovers the cluster allows", "cannot be told"))
                .noneSatisfy(hint -> assertThat(hint).contains("give the cluster's settings"));
    }

    @Test
    @DisplayName("who is silent, an account of no domain, and an instance that is not there are named and not guessed")
    void untold_isNamed() {
        lab.power("SQL2").off();
        FoundSurroundings found = quorate.flows()
                .groupSurroundings(spec -> spec.account("SQL1", Lab.ENDPOINT, "SQL1", "OTHER")
                        .account("SQL2", Lab.ENDPOINT, "SQL2")
                        .account("SQL3", Lab.ENDPOINT, "SQL3"));
        lab.power("SQL2").on();
        assertThat(found.accounts()).isEmpty();
        assertThat(found.cluster()).isNull();
        assertThat(found.around()).isEqualTo(GroupSurroundings.UNKNOWN);
        assertThat(found.untold())
                .satisfiesExactly(
                        one -> assertThat(one).contains("OTHER on SQL1", "no such instance"),
                        one -> assertThat(one).contains("SQL2"),
                        one -> assertThat(one).contains("NT Service\\MSSQLSERVER", "none of a domain"));
    }

    @Test
    @DisplayName(
            "a directory that does not answer leaves the names untold; of accounts of other domains it tells nothing")
    void directory_thatDoesNotTell_leavesNamesUntold() {
        FoundSurroundings other = quorate.flows()
                .groupSurroundings(
                        spec -> spec.directory(Lab.ENDPOINT, "DC1", "ELSEWHERE").account("SQL1", Lab.ENDPOINT, "SQL1"));
        assertThat(other.around().principals())
                .doesNotContainKey("LAB\\svc-sql")
                .containsKey("ELSEWHERE\\svc-old");
        assertThat(other.untold()).singleElement().asString().contains("LAB\\svc-sql", "not of domain ELSEWHERE");

        FoundSurroundings silent =
                quorate.flows().groupSurroundings(spec -> spec.directory(Lab.ENDPOINT, "SQL1", "LAB"));
        assertThat(silent.around().principals()).isNull();
        assertThat(silent.untold()).singleElement().asString().contains("service principal names of domain LAB");
    }

    @Test
    void nobody_toBeAsked_isRefused() {
        assertThatThrownBy(() -> quorate.flows().groupSurroundings(spec -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("say whom to ask");
        assertThatThrownBy(() ->
                        quorate.flows().groupSurroundings(spec -> spec.directory(Lab.ENDPOINT, "DC1", "lab.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("backslash");
    }
}
