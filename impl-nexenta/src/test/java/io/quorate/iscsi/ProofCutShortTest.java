package io.quorate.iscsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.Deadline;
import io.quorate.error.UnreachableException;
import io.quorate.san.DiscoveredTarget;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A proof that is interrupted at whatever command it has come to says so and takes its keys with it. */
class ProofCutShortTest {
    private static final int LUN = 3;

    @AfterEach
    void forget() {
        Thread.interrupted();
    }

    @Test
    void verify_whenItIsInterrupted_leavesNoKey_andIsNoReport() {
        int commands = 0;
        for (boolean ended = true; ended; commands++) {
            ended = endsAfter(commands);
        }
        assertThat(commands).as("the commands of a proof").isGreaterThan(30);
    }

    /** Tells whether the proof came to its command of that number, by which it was interrupted. */
    private static boolean endsAfter(int command) {
        ModelTarget target = new ModelTarget();
        ModelTarget.Unit unit = new ModelTarget.Unit(2048, 512);
        target.units.put(LUN, unit);
        AtomicInteger left = new AtomicInteger(command);
        InitiatorProvider counting = new Counting(target, left);
        Throwable failure = catchThrowable(() -> Rack.client(
                        counting, target.world, List.of(Rack.ONE), null, "access", "read-write")
                .verifyPublication(Rack.publication(
                        unit.blocks.length, LUN, ModelTarget.TARGET, Rack.NAA, false, Set.of(), Rack.ONE, Rack.TWO)));
        boolean flag = Thread.interrupted();
        assertThat(unit.untouched()).as("command %d", command).isTrue();
        if (left.get() >= 0) {
            assertThat(failure).isNull();
            return false;
        }
        assertThat(failure)
                .as("command %d", command)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was broken off: interrupted");
        assertThat(flag).as("command %d", command).isTrue();
        return true;
    }

    /** Another initiator that interrupts its caller after so many commands. */
    private record Counting(ModelTarget target, AtomicInteger left) implements InitiatorProvider, Initiator {
        @Override
        public String name() {
            return target.name();
        }

        @Override
        public Set<InitiatorFeature> features() {
            return target.features();
        }

        @Override
        public Initiator open(io.quorate.QuorateRuntime runtime) {
            target.open(runtime);
            return this;
        }

        @Override
        public List<DiscoveredTarget> discover(InitiatorLogin login, Deadline deadline) {
            return target.discover(login, deadline);
        }

        @Override
        public InitiatorSession login(InitiatorLogin login, Deadline deadline) {
            InitiatorSession session = target.login(login, deadline);
            return new InitiatorSession() {
                @Override
                public int blockSize(Deadline until) {
                    return session.blockSize(until);
                }

                @Override
                public long blocks(Deadline until) {
                    return session.blocks(until);
                }

                @Override
                public byte[] read(long firstBlock, int count, Deadline until) {
                    return session.read(firstBlock, count, until);
                }

                @Override
                public void write(long firstBlock, byte[] data, Deadline until) {
                    session.write(firstBlock, data, until);
                }

                @Override
                public ScsiReply execute(byte[] cdb, byte[] out, int expectedIn, Deadline until) {
                    ScsiReply reply = session.execute(cdb, out, expectedIn, until);
                    if (left.getAndDecrement() == 0) {
                        Thread.currentThread().interrupt();
                    }
                    return reply;
                }

                @Override
                public void close() {
                    session.close();
                }
            };
        }
    }
}
