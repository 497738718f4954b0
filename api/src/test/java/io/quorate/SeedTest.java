package io.quorate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class SeedTest {

    private static Throwable told(Seed seed, Throwable failure) {
        return catchThrowable(() -> seed.handleTestExecutionException(null, failure));
    }

    @Test
    void failure_ofATestThatUsedIt_tellsHowToRepeatIt() {
        Seed seed = Seed.usually(7);
        long value = seed.value();
        IllegalStateException failure = new IllegalStateException("three is not four");
        assertThat(told(seed, failure))
                .isInstanceOf(AssertionError.class)
                .hasMessage("again with -Dquorate.seed=" + value + ": three is not four")
                .hasCause(failure);
    }

    @Test
    void failure_ofATestThatDidNotUseIt_andASkip_stayAsTheyAre() {
        IllegalStateException failure = new IllegalStateException("three is not four");
        assertThat(told(Seed.usually(7), failure)).isSameAs(failure);
        Seed used = Seed.fresh();
        used.value();
        TestAbortedException skipped = new TestAbortedException("not here");
        assertThat(told(used, skipped)).isSameAs(skipped);
    }

    @Test
    void value_isThatOfTheProperty_ifItIsSet() {
        Long set = Long.getLong("quorate.seed");
        assertThat(Seed.usually(7).value()).isEqualTo(set == null ? 7 : set);
    }
}
