package io.quorate.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.CreateCluster;
import io.quorate.cluster.command.MoveGroup;
import io.quorate.cluster.command.PauseNode;
import io.quorate.cluster.command.UpdateSettings;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clusters and nodes may be called, and what one and the same is called in several ways. */
class ClusterNameTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FC1 | FC1",
                "fifteen-letters | fifteen-letters",
                "FC 1 | FC 1",
                "CN=FC1,OU=Clusters,DC=example,DC=com | FC1",
                "cn=fc1, ou=a, ou=b, dc=x | fc1",
                "CN=\"FC1\",OU=\"Rack, left\",DC=x | FC1",
                "CN=FC1,OU=Rack\\, left,DC=x | FC1",
            })
    void of_takesANameOrADistinguishedName(String given, String name) {
        ClusterName cluster = ClusterName.of(given);
        assertThat(cluster.name()).isEqualTo(name);
        assertThat(cluster.distinguished()).isEqualTo(given.contains("="));
        assertThat(cluster.means(name.toUpperCase(java.util.Locale.ROOT))).isTrue();
        assertThat(new CreateCluster(given, "HV1", List.of(), AccessPoint.ACTIVE_DIRECTORY_AND_DNS)
                        .rehearsed()
                        .name())
                .isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "sixteen--letters",
                " FC1",
                "FC1 ",
                "FC/1",
                "FC\\1",
                "FC:1",
                "FC|1",
                "FC<1",
                "FC>1",
                "FC+1",
                "FC;1",
                "FC,1",
                "FC?1",
                "FC*1",
                "FC\"1",
                "FC[1]",
                "FC\t1",
                "FC\u007f",
                "OU=Clusters,DC=x",
                "CN=FC1",
                "CN=,DC=x",
                "CN=sixteen--letters,DC=x",
                "CN=FC\\,1,DC=x",
                "CN=FC1+OU=a,DC=x",
                "=FC1,DC=x",
                "CN=FC1,OU"
            })
    void of_whenNoClusterCanBeCalledSo_isRefused(String given) {
        assertThatIllegalArgumentException().isThrownBy(() -> ClusterName.of(given));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new CreateCluster(given, "HV1", List.of(), AccessPoint.ACTIVE_DIRECTORY_AND_DNS));
    }

    @ParameterizedTest
    @CsvSource({
        "HV1,hv1,true",
        "HV1,hv1.example.com,true",
        "HV1,HV1.EXAMPLE.COM.,true",
        "hv1.example.com,hv1.example.com.,true",
        "hv1.example.com,hv1.example.org,false",
        "HV1,HV10,false",
        "AVERYLONGNAMEOF,averylongnameofahost.example.com,true",
        "AVERYLONGNAMEO,averylongnameofahost,false",
        "10.0.0.1,10.0.0.2,false",
        "10,10.0.0.1,false",
        "10.0.0.1,10.0.0.1,true",
    })
    void sameHost_goesByWhatWindowsMakesOfNames(String one, String other, boolean same) {
        assertThat(ClusterNode.sameHost(one, other)).isEqualTo(same);
        assertThat(ClusterNode.sameHost(other, one)).isEqualTo(same);
    }

    @ParameterizedTest
    @DisplayName("a node is not added by its address: it would never be found again in the list")
    @ValueSource(strings = {"10.0.0.5", "fe80::1", "HV*", ""})
    void addNode_byWhatIsNoName_isRefused(String node) {
        assertThatIllegalArgumentException().isThrownBy(() -> new AddNode(node));
    }

    @Test
    @DisplayName("a time that overflows is refused at once")
    void times_beyondAllMeasure_areRefused() {
        Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> new MoveGroup("g", "HV2", forever));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new io.quorate.cluster.command.MoveSharedVolume("v", "HV2", forever));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpdateSettings(forever, null, null, null, null, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UpdateSettings(null, null, null, null, null, forever));
        assertThatIllegalArgumentException().isThrownBy(() -> new PauseNode("HV1", true, true, null, Duration.ZERO));
        assertThat(new PauseNode("HV1", true, true, null, forever).deadline()).isEqualTo(forever);
    }
}
