package io.quorate.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TrafficTest {

    @Test
    void sum_ofSeveralFaces_isLive() {
        Traffic first = new Traffic();
        Traffic second = new Traffic();
        AtomicLong open = new AtomicLong(2);
        second.gauge("open shells", open::get);
        Traffic both = Traffic.of(List.of(first, second));
        first.count(Traffic.REQUESTS);
        first.action("Create");
        second.count(Traffic.REQUESTS, 4);
        second.action("Create");
        second.action("Delete");
        second.notSimulated("WinRS");
        assertThat(both.requests()).isEqualTo(5);
        assertThat(both.requests("Create")).isEqualTo(2);
        assertThat(both.decoded()).isEqualTo(3);
        assertThat(both.actions()).containsExactly(entry("Create", 2L), entry("Delete", 1L));
        assertThat(both.notSimulated()).containsExactly(entry("WinRS", 1L));
        assertThat(both.get("open shells")).isEqualTo(2);
        open.set(0);
        assertThat(both).hasToString("{requests=5}");
        assertThat(both.get("nobody counts this")).isZero();
    }
}
