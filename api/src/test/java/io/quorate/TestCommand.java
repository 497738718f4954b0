package io.quorate;

import io.quorate.spi.Command;
import io.quorate.spi.Destructive;
import io.quorate.spi.Placement;
import io.quorate.spi.Safety;
import io.quorate.spi.Target;
import java.time.Duration;

/** A command of whatever safety and placement a test needs. */
public record TestCommand(Safety safety, Placement placement, Duration deadline) implements Command<String> {

    public static TestCommand of(Safety safety) {
        return new TestCommand(safety, Placement.any(), Duration.ofMinutes(2));
    }

    public TestCommand placed(Placement where) {
        return new TestCommand(safety, where, deadline);
    }

    public TestCommand within(Duration time) {
        return new TestCommand(safety, placement, time);
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
    public record Eviction() implements Command<String>, Destructive {
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
