package io.quorate;

import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command of whatever safety and placement a test needs. */
public record TestCommand(Safety safety, Placement placement, boolean satisfiedWhenPresent, Duration deadline)
        implements Command<String> {

    public static TestCommand of(Safety safety) {
        return new TestCommand(safety, Placement.any(), false, Duration.ofMinutes(2));
    }

    public TestCommand placed(Placement where) {
        return new TestCommand(safety, where, satisfiedWhenPresent, deadline);
    }

    public TestCommand satisfied() {
        return new TestCommand(safety, placement, true, deadline);
    }

    public TestCommand within(Duration time) {
        return new TestCommand(safety, placement, satisfiedWhenPresent, time);
    }

    @Override
    public String name() {
        return "test.thing.do";
    }

    @Override
    public Target target() {
        return new Target("thing", "T1");
    }

    @Override
    public String rehearsed() {
        return "pretended";
    }

    /** One that needs a consent. */
    public record Eviction(@Nullable Consent consent) implements Command<String>, Destructive {
        @Override
        public String name() {
            return "test.node.evict";
        }

        @Override
        public Target target() {
            return new Target("cluster node", "HV3");
        }

        @Override
        public Safety safety() {
            return Safety.ONCE;
        }

        @Override
        public String rehearsed() {
            return "evicted";
        }

        @Override
        public String identity() {
            return "id-of-HV3";
        }
    }
}
