package io.quorate.lab.behaviour;

import static io.quorate.lab.behaviour.ReplicaYard.ONE;
import static io.quorate.lab.behaviour.ReplicaYard.SETTINGS;
import static io.quorate.lab.behaviour.ReplicaYard.TWO;
import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.call.Task;
import io.quorate.error.QuorateException;
import io.quorate.lab.kernel.Faults;
import io.quorate.lab.model.VmState;
import io.quorate.replica.TestFailover;
import io.quorate.replica.VmReplication;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Something done to a replicated machine that is cut off at one of its requests, and then done again. */
final class ReplicaCut {
    private static final Duration LONG = Duration.ofMinutes(10);

    /** What is done. Each may be asked for again. */
    enum Deed {
        ENABLE {
            @Override
            void prepare(ReplicaYard yard, UUID id) {}

            @Override
            void run(ReplicaYard yard, UUID id) {
                yard.replicas.ensureEnabled(ONE, id, SETTINGS);
            }
        },
        FIRST_COPY {
            @Override
            void prepare(ReplicaYard yard, UUID id) {
                yard.enabled(id);
            }

            @Override
            void run(ReplicaYard yard, UUID id) {
                Task<VmReplication> copy = yard.replicas.beginInitialCopy(ONE, id);
                yard.lab.advance(Duration.ofSeconds(20));
                copy.await(LONG);
            }
        },
        TEST {
            @Override
            void run(ReplicaYard yard, UUID id) {
                try (TestFailover test = yard.replicas.test(TWO, id)) {
                    yard.vms.start(test.machine());
                }
            }
        },
        PLANNED {
            @Override
            void run(ReplicaYard yard, UUID id) {
                yard.replicas.moveAsPlanned(id, ONE, TWO);
            }
        },
        UNPLANNED {
            @Override
            void prepare(ReplicaYard yard, UUID id) {
                super.prepare(yard, id);
                yard.inside(ONE, id, vm -> yard.estate.hypervisor().start(vm.id()));
                yard.lab.advance(Duration.ofMinutes(1));
                yard.inside(ONE, id, vm -> yard.estate.hypervisor().turnOff(vm.id()));
            }

            @Override
            void run(ReplicaYard yard, UUID id) {
                yard.replicas.failOverUnplanned(TWO, id, yard.attested(id));
                yard.replicas.start(TWO, id);
                yard.replicas.complete(TWO, id, ReplicaYard.consent(id));
            }
        },
        REVERSE {
            @Override
            void prepare(ReplicaYard yard, UUID id) {
                super.prepare(yard, id);
                yard.inside(TWO, id, yard.estate.replications()::failOver);
                yard.inside(TWO, id, yard.estate.replications()::complete);
            }

            @Override
            void run(ReplicaYard yard, UUID id) {
                yard.replicas.reverse(TWO, id);
                Task<VmReplication> copy = yard.replicas.beginInitialCopy(TWO, id);
                yard.lab.advance(Duration.ofSeconds(20));
                copy.await(LONG);
            }
        },
        RESYNCHRONIZE {
            @Override
            void prepare(ReplicaYard yard, UUID id) {
                super.prepare(yard, id);
                yard.lab.cutLink(ONE, TWO);
                yard.inside(ONE, id, vm -> yard.estate.hypervisor().start(vm.id()));
                yard.lab.advance(Duration.ofMinutes(30));
                yard.inside(ONE, id, vm -> yard.estate.hypervisor().turnOff(vm.id()));
                yard.lab.healLink(ONE, TWO);
            }

            @Override
            void run(ReplicaYard yard, UUID id) {
                yard.replicas.resynchronize(ONE, id);
            }
        };

        void prepare(ReplicaYard yard, UUID id) {
            yard.replicating(id);
        }

        abstract void run(ReplicaYard yard, UUID id);
    }

    /** How it is cut off. */
    enum Cut {
        /** It is carried out, and the connection ends instead of the answer. */
        ANSWER_LOST,
        /** The connection ends, and nothing is carried out. */
        CONNECTION_CUT,
        /** It is carried out, and the client is no more. */
        CLIENT_DIES
    }

    private final ReplicaYard yard;
    private final Deed deed;

    ReplicaCut(ReplicaYard yard, Deed deed) {
        this.yard = yard;
        this.deed = deed;
    }

    /** What an uncut run takes and leads to. */
    record Whole(int requests, List<String> changes, String stand) {}

    /** Does it without being cut. */
    Whole whole() {
        UUID id = yard.machine("whole-" + deed);
        try {
            deed.prepare(yard, id);
            yard.take();
            AtomicInteger requests = new AtomicInteger();
            yard.lab
                    .faults()
                    .when("nothing, only counted", request -> {
                        requests.incrementAndGet();
                        return false;
                    })
                    .optional()
                    .resetBefore();
            deed.run(yard, id);
            return new Whole(requests.get(), yard.changes(), settled(id));
        } finally {
            yard.lab.faults().clear();
            yard.clear(id);
        }
    }

    /** Cuts it off at a request, does it again, and compares. Returns whether it came to that request. */
    boolean cutAt(int number, Cut cut, Whole whole) {
        UUID id = yard.machine("cut-" + deed);
        try {
            deed.prepare(yard, id);
            yard.take();
            AtomicInteger came = declare(number, cut);
            String first = "went through";
            try {
                deed.run(yard, id);
            } catch (QuorateException e) {
                first = e.getMessage();
            }
            boolean reached = came.get() >= number;
            if (cut == Cut.CLIENT_DIES) {
                yard.anotherClient();
            }
            yard.lab.faults().clear();
            // Whoever was shut out by a breaker waits until it lets him in.
            yard.lab.advance(Duration.ofMinutes(2));
            deed.run(yard, id);
            String stand = settled(id);
            assertThat(stand).as("the first run %s", first).isEqualTo(whole.stand());
            once(yard.changes(), whole, first);
            again(id);
            return reached;
        } finally {
            yard.lab.faults().clear();
            yard.clear(id);
        }
    }

    /** What is so already is not done again; a test that was ended is begun anew, and as often as it is begun it is ended. */
    private void once(List<String> changes, Whole whole, String first) {
        if (deed == Deed.TEST) {
            assertThat(count(changes, "Start-VMFailover -AsTest"))
                    .as("the first run %s", first)
                    .isEqualTo(count(changes, "Stop-VMFailover -"))
                    .isBetween(1L, 2L);
        } else {
            assertThat(changes).as("the first run %s", first).isEqualTo(whole.changes());
        }
    }

    private static long count(List<String> changes, String cmdlet) {
        return changes.stream().filter(change -> change.contains(cmdlet)).count();
    }

    private void again(UUID id) {
        if (deed != Deed.TEST) {
            deed.run(yard, id);
            assertThat(yard.changes()).isEmpty();
        }
    }

    private AtomicInteger declare(int number, Cut cut) {
        AtomicInteger seen = new AtomicInteger();
        Faults.Declaration declaration = yard.lab
                .faults()
                .when("request " + number, request -> {
                    int now = seen.incrementAndGet();
                    return cut == Cut.CLIENT_DIES ? now >= number : now == number;
                })
                .optional();
        if (cut == Cut.CLIENT_DIES) {
            declaration.always();
        }
        if (cut == Cut.CONNECTION_CUT) {
            declaration.resetBefore();
        } else {
            declaration.resetAfter();
        }
        return seen;
    }

    /** Waits until nothing is under way, and tells where everything stands. */
    private String settled(UUID id) {
        yard.lab.advance(Duration.ofMinutes(1));
        assertThat(yard.lab.violations()).isEmpty();
        assertThat(yard.tests(id)).as("machines of tests").isEmpty();
        assertThat(yard.lab.replicas().upTwice()).isEmpty();
        for (String host : ReplicaYard.HOSTS) {
            assertThat(yard.copy(host, id).map(VmState::state).filter(state -> state == VmState.State.STARTING))
                    .isEmpty();
        }
        return yard.stand(id);
    }
}
