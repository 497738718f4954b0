package io.quorate.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The text that finds a task again: readable by a person, and read strictly. */
class TaskTokenTest {

    @Test
    void tokenOf_isReadableAndNamesItsVersion() {
        assertThat(Task.tokenOf("node-drain", "rack 1", "HV1", "4")).isEqualTo("node-drain/1/rack+1/HV1/4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HV1", "a/b", "100 %", "+", "Größe", "line\nfeed", "'\"", "..", "%2F"})
    void partsOf_returnWhatWasWritten(String part) {
        String token = Task.tokenOf("node-drain", part, part, "4");
        assertThat(Task.partsOf(token, "node-drain", part, 2)).containsExactly(part, "4");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|not the token of a node-drain: ''",
                "HV1|not the token of a node-drain: 'HV1'",
                "live-migration/1/rack/HV1/4|not the token of a node-drain",
                "Node-Drain/1/rack/HV1/4|not the token of a node-drain",
                "node-drain/2/rack/HV1/4|a token of version '2', and only 1 can be read",
                "node-drain//rack/HV1/4|a token of version ''",
                "node-drain/1/rack/HV1|a token of 1 parts, and a node-drain has 2",
                "node-drain/1/rack/HV1/4/|a token of 3 parts",
                "node-drain/1/other/HV1/4|the token is for endpoint other, not for rack",
                "node-drain/1/rack/HV1/|a damaged token, at ''",
                "node-drain/1/rack/%4/4|a damaged token, at '%4'",
                "node-drain/1/rack/%48V1/4|a damaged token, at '%48V1'",
                "node-drain/1/rack/H V1/4|a damaged token, at 'H V1'",
                "node-drain/1/rack/%ff/4|a damaged token, at '%ff'",
            })
    void partsOf_whatNobodyWrote_saysWhy(String token, String why) {
        assertThatThrownBy(() -> Task.partsOf(token, "node-drain", "rack", 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("'" + token + "'");
    }
}
