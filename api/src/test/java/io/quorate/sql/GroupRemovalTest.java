package io.quorate.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Consent;
import io.quorate.error.DeadlineExceededException;
import io.quorate.error.UnreachableException;
import io.quorate.sql.command.DropGroup;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A group that is taken away while somebody is silent. */
class GroupRemovalTest {
    private final FakeSql sql = new FakeSql("sql1", "sql2", "sql3").database("sales");
    private final AvailabilityGroupClient client = new AvailabilityGroupClient(sql);

    private Consent built(ClusterType type) {
        client.groups()
                .ensure(
                        "AG1",
                        spec -> spec.clusterType(type)
                                .addReplica("sql1")
                                .addReplica("sql2")
                                .addDatabase("sales"));
        sql.sent.clear();
        return Consent.to(client.groups().get("AG1").id().toString(), "the test ends");
    }

    @Test
    @DisplayName(
            "the primary is silent: nothing is dropped at a secondary, which would leave the databases of a primary that lives restoring")
    void remove_whenThePrimaryIsSilent_dropsNothing() {
        Consent consent = built(ClusterType.WSFC);
        sql.at("sql1").silent = true;

        assertThatThrownBy(() -> client.groups().remove("AG1", consent))
                .isInstanceOfSatisfying(UnreachableException.class, e -> {
                    assertThat(e.hosts()).containsExactly("sql1");
                    assertThat(e.hint()).contains("fail over");
                })
                .hasMessageContaining("nothing is heard of SQL1, which may lead it; nothing was dropped");
        assertThat(sql.sent).isEmpty();

        sql.at("sql1").silent = false;
        assertThat(client.groups().remove("AG1", consent)).isTrue();
    }

    @Test
    @DisplayName("nobody leads it and every replica says so: it is dropped, whoever else is silent")
    void remove_whenEveryReplicaAnswers_needsNoPrimary() {
        Consent consent = built(ClusterType.WSFC);
        sql.primary = null;
        sql.at("sql3").silent = true;

        assertThat(client.groups().remove("AG1", consent)).isTrue();
        assertThat(sql.sent).hasSize(1).hasOnlyElementsOfType(DropGroup.class);
    }

    @Test
    @DisplayName("a silent secondary keeps nobody from it: the cluster tells it that the group is gone")
    void remove_whenASecondaryOfAClusterIsSilent_isDone() {
        Consent consent = built(ClusterType.WSFC);
        sql.at("sql2").silent = true;

        assertThat(client.groups().remove("AG1", consent)).isTrue();
        assertThat(sql.sent).extracting(command -> ((DropGroup) command).host()).containsExactly("sql1");
    }

    @Test
    @DisplayName("without a cluster the silent one's part is left over, and named")
    void remove_whenNoClusterTellsTheSilentOne_namesWhatIsLeft() {
        Consent consent = built(ClusterType.NONE);
        sql.at("sql2").silent = true;

        assertThatThrownBy(() -> client.groups().remove("AG1", consent))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining(
                        "dropped wherever an instance answers; what is left of it at SQL2 cannot be seen");
        assertThat(sql.sent).extracting(command -> ((DropGroup) command).host()).containsExactly("sql1");
    }

    @Test
    @DisplayName("a group that only a silent instance may have is neither waited for nor judged as missing")
    void awaitAndHealth_whenOnlyASilentOneMayHaveIt_cannotTell() {
        built(ClusterType.WSFC);
        sql.at("sql1").silent = true;

        assertThatThrownBy(
                        () -> client.databases("AG2").awaitSynchronized("sales", Duration.ofSeconds(1), progress -> {}))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessageContaining("unreachable");
        assertThatThrownBy(() -> client.failover("AG2").health()).isInstanceOf(UnreachableException.class);
        assertThat(List.copyOf(sql.sent)).isEmpty();
    }
}
