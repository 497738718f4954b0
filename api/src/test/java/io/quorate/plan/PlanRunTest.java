package io.quorate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.quorate.Consent;
import io.quorate.ManualRuntime;
import io.quorate.Quorate;
import io.quorate.Secret;
import io.quorate.TestQuorate;
import io.quorate.call.Order;
import io.quorate.call.Rehearsal;
import io.quorate.cluster.command.AddNode;
import io.quorate.cluster.command.EvictNode;
import io.quorate.error.ConflictException;
import io.quorate.error.ConsentRequiredException;
import io.quorate.error.RejectedException;
import io.quorate.error.UnsupportedException;
import io.quorate.san.ChapLogin;
import io.quorate.san.Iqn;
import io.quorate.spi.Backend;
import io.quorate.spi.Call;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.spi.Owner;
import io.quorate.spi.Step;
import io.quorate.storage.command.SetChap;
import io.quorate.vm.command.StartVirtualMachine;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class PlanRunTest {
    private static final Iqn HV1 = Iqn.of("iqn.1991-05.com.microsoft:hv1");
    private static final Iqn HV2 = Iqn.of("iqn.1991-05.com.microsoft:hv2");

    private final Doing backend = new Doing();
    private final Quorate quorate = TestQuorate.over("rack", backend, new ManualRuntime(), List.of("HV1"));
    private final List<String> heard = new ArrayList<>();

    @Test
    void run_doesEveryStepAndASecondTimeNothing() {
        Plan plan = Plan.of(order(new AddNode("HV2")), order(new AddNode("HV3")));
        backend.done.add(new AddNode("HV2"));

        PlanResult first = quorate.run(plan, r -> {});
        assertThat(first.changed()).isTrue();
        assertThat(first.steps()).extracting(StepResult::changed).containsExactly(false, true);
        assertThat(first.steps()).extracting(StepResult::step).isEqualTo(plan.steps());
        assertThat(backend.sent).containsExactly(new AddNode("HV3"));

        PlanResult second = quorate.run(Plan.parse(plan.toJson()), r -> {});
        assertThat(second.changed()).isFalse();
        assertThat(second.steps()).hasSize(2).noneMatch(StepResult::changed);
        assertThat(backend.sent).hasSize(1);
    }

    @Test
    void run_ofNothing_doesNothing() {
        assertThat(quorate.run(Plan.of(), r -> {}).steps()).isEmpty();
    }

    @Test
    void run_asksForEachSecretOnceAndSendsItsValue() {
        Plan plan = Plan.parse(
                Plan.of(order(chap(HV1, Secret.reference("chap"))), order(chap(HV2, Secret.reference("chap"))))
                        .toJson());
        List<String> asked = new ArrayList<>();
        quorate.run(
                plan,
                r -> r.secrets(name -> {
                    asked.add(name);
                    return Secret.of("Canary-7f3a-Se");
                }));
        assertThat(asked).containsExactly("chap");
        assertThat(backend.sent)
                .hasSize(2)
                .allSatisfy(sent -> assertThat(((SetChap) sent).login().secret().reveal())
                        .containsExactly("Canary-7f3a-Se".toCharArray()));
    }

    @Test
    void run_withASecretThatHasItsValue_asksNobody() {
        quorate.run(Plan.of(order(chap(HV1, Secret.named("chap", "Canary-7f3a-Se")))), r -> {});
        assertThat(backend.sent).hasSize(1);
    }

    @Test
    void run_whenSecretsAreMissing_namesAllOfThemAndBeginsNothing() {
        Plan plan = Plan.of(
                order(new AddNode("HV2")),
                order(chap(HV1, Secret.reference("one"))),
                order(chap(HV1, Secret.reference("two"))),
                order(chap(HV2, Secret.reference("three"))));
        assertThatThrownBy(() -> quorate.run(
                        plan, r -> r.secrets(name -> name.equals("one") ? Secret.of("Canary-7f3a-Se") : null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the plan names secrets that are not known here: three, two; give run a resolver that knows"
                        + " them");
        assertThatThrownBy(() -> quorate.run(plan, r -> r.secrets(Secret::reference)))
                .hasMessageContaining("not known here: one, three, two");
        assertThatThrownBy(() -> quorate.run(plan, r -> {})).hasMessageContaining("not known here: one, three, two");
        assertThat(backend.touched()).isFalse();
    }

    @Test
    void run_whenASecretDoesNotFit_beginsNothingAndDoesNotTellIt() {
        Plan plan = Plan.of(order(new AddNode("HV2")), order(chap(HV1, Secret.reference("chap"))));
        assertThatThrownBy(() -> quorate.run(plan, r -> r.secrets(name -> Secret.of("Canary"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("step 2 (storage.initiator.chap), arguments.login: a CHAP secret is 12 to 16 characters of"
                        + " printable ASCII without blanks");
        assertThat(backend.touched()).isFalse();
    }

    @Test
    void run_whenConsentsAreMissing_namesAllOfThemAndBeginsNothing() {
        Plan plan = Plan.of(
                order(new AddNode("HV2")),
                order(new EvictNode("HV3", "C1")).with(Consent.to("HV3@C1", "of whoever made the plan")),
                order(new EvictNode("HV4", "C1")),
                order(new EvictNode("HV5", "C1")));
        ConsentRequiredException missing = catchThrowableOfType(
                ConsentRequiredException.class,
                () -> quorate.run(
                        plan, r -> r.consent(Consent.to("hv4@c1", "ok")).consent(Consent.to("HV9@C1", "no"))));
        assertThat(missing)
                .hasMessageContaining("need consents for HV3@C1, HV5@C1; consents were given for hv4@c1, HV9@C1");
        assertThat(missing.identity()).isEqualTo("HV3@C1");
        assertThatThrownBy(() -> quorate.run(plan, r -> {}))
                .hasMessageContaining("need consents for HV3@C1, HV4@C1, HV5@C1; no consent was given");
        assertThat(backend.touched()).isFalse();

        quorate.run(
                plan,
                r -> r.consent(Consent.to("HV3@C1", "burnt"))
                        .consent(Consent.to("HV4@C1", "sold"))
                        .consent(Consent.to("HV5@C1", "lost")));
        assertThat(backend.sent).hasSize(4);
    }

    @Test
    void run_whenEndpointsAreUnknown_namesAllOfThem() {
        Plan plan = Plan.of(
                order(new AddNode("HV2")),
                Order.ensure("nas", chap(HV1, Secret.reference("chap"))),
                Order.ensure("san", new AddNode("HV2")));
        assertThatThrownBy(() -> quorate.run(plan, r -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no endpoint nas; there are: rack")
                .hasMessageContaining("there is no endpoint san");
        assertThat(backend.touched()).isFalse();
        assertThatThrownBy(() -> quorate.explain(plan)).hasMessageContaining("there is no endpoint nas");
    }

    @Test
    void run_whenAStepCannotBeRun_beginsNothing() {
        backend.missing = List.of("it speaks no cluster", "install the role");
        assertThatThrownBy(() -> quorate.run(Plan.of(order(new AddNode("HV2"))), r -> {}))
                .isInstanceOf(UnsupportedException.class)
                .hasMessageContaining(
                        "no way to run step 1 (cluster.node.add): it speaks no cluster; install the role");
        assertThat(backend.touched()).isFalse();
    }

    @Test
    void run_withAPlaceholder_beginsNothing() {
        assertThatThrownBy(() -> quorate.run(
                        Plan.of(order(new AddNode("HV2")), order(new StartVirtualMachine(new UUID(0, 0)))), r -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("step 2 (vm.start), arguments.id: only a server gives this value");
        assertThat(backend.touched()).isFalse();
    }

    @Test
    @DisplayName("the first failure ends it with that step's exception, which tells where it stopped")
    void run_whenAStepFails_stopsThere() {
        Plan plan = Plan.of(order(new AddNode("HV2")), order(new AddNode("HV3")), order(new AddNode("HV4")));
        backend.done.add(new AddNode("HV2"));
        backend.failing.add(new AddNode("HV4"));
        ConflictException failure =
                catchThrowableOfType(ConflictException.class, () -> quorate.run(plan, r -> r.listener(listener())));
        assertThat(failure).hasMessageContaining("cluster.node.add").hasMessageContaining("HV4");
        PlanStopped stopped = PlanStopped.of(failure).orElseThrow();
        assertThat(stopped)
                .hasMessage("stopped at step 3 of 3, cluster.node.add of cluster node HV4; steps done before it: 2, of"
                        + " which changed something: 1; run again, the plan goes on from what is there");
        assertThat(stopped.number()).isEqualTo(3);
        assertThat(stopped.done()).extracting(StepResult::changed).containsExactly(false, true);
        assertThat(heard)
                .containsExactly("started 1", "done 1 false", "started 2", "done 2 true", "started 3", "stopped 3");

        backend.failing.clear();
        assertThat(quorate.run(plan, r -> {}).steps())
                .extracting(StepResult::changed)
                .containsExactly(false, false, true);
    }

    @Test
    void run_whenTheListenerThrows_goesOn() {
        PlanListener careless = new PlanListener() {
            @Override
            public void started(int number, PlanStep step) {
                throw new IllegalStateException("careless");
            }
        };
        assertThat(quorate.run(Plan.of(order(new AddNode("HV2"))), r -> r.listener(careless))
                        .changed())
                .isTrue();
    }

    @Test
    @DisplayName("explaining takes neither secrets nor consents, and shows nothing for what is so already")
    void explain_ofAPlanThatWasRead_showsWhatWouldBeSent() {
        Plan plan = Plan.parse(Plan.of(
                        order(chap(HV1, Secret.reference("chap"))),
                        order(new AddNode("HV2")),
                        order(new EvictNode("HV3", "C1")))
                .toJson());
        backend.done.add(new AddNode("HV2"));
        Rehearsal rehearsal = quorate.explain(plan);
        assertThat(rehearsal.stoppedBy()).isEmpty();
        assertThat(rehearsal.explain()).isEqualTo("""
                1. storage.initiator.chap of initiator iqn.1991-05.com.microsoft:hv1 at HV1 (endpoint rack)
                   repeatable: yes, doing it twice is doing it once
                   > do SetChap[iqn=iqn.1991-05.com.microsoft:hv1, login=ChapLogin[user=user, secret=<hidden>], renew=false]
                2. cluster.node.evict of cluster node HV3@C1 at HV1 (endpoint rack)
                   repeatable: no, a lost answer stays unknown
                   consent: HV3@C1, because whoever runs the plan says why
                   > do EvictNode[node=HV3, cluster=C1]
                """);
        assertThat(backend.sent).isEmpty();
        assertThat(Plan.of(rehearsal).steps())
                .hasSize(2)
                .first()
                .isEqualTo(plan.steps().get(0));
    }

    @Test
    void run_inARehearsal_sendsNothing() {
        Plan plan = Plan.of(order(new AddNode("HV2")));
        Rehearsal rehearsal = quorate.rehearse(rehearsed -> rehearsed.run(plan, r -> {}));
        assertThat(rehearsal.steps()).hasSize(1);
        assertThat(backend.sent).isEmpty();
    }

    @Test
    void order_withAMereReference_isNotSent() {
        assertThatThrownBy(() -> quorate.run(order(chap(HV1, Secret.reference("chap")))))
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("the value of the secret 'chap' is not known here, so nothing was sent");
        assertThat(backend.touched()).isFalse();
    }

    private PlanListener listener() {
        return new PlanListener() {
            @Override
            public void started(int number, PlanStep step) {
                heard.add("started " + number);
            }

            @Override
            public void done(int number, StepResult result) {
                heard.add("done " + number + " " + result.changed());
            }

            @Override
            public void stopped(PlanStopped at) {
                heard.add("stopped " + at.number());
            }
        };
    }

    private static <R> Order<R> order(Command<R> command) {
        return Order.create("rack", command);
    }

    private static SetChap chap(Iqn iqn, Secret secret) {
        return new SetChap(iqn, new ChapLogin("user", secret), false);
    }

    /** Does every command once and knows what it did. */
    private static final class Doing implements Backend {
        final Set<Command<?>> done = new HashSet<>();
        final Set<Command<?>> failing = new HashSet<>();
        final List<Command<?>> sent = new ArrayList<>();
        List<String> missing = List.of();
        private int looks;

        boolean touched() {
            return looks > 0 || !sent.isEmpty();
        }

        @Override
        public Set<Class<?>> commands() {
            return Set.of();
        }

        @Override
        public List<String> missingFor(Command<?> command) {
            return missing;
        }

        @Override
        public <R> R send(Command<R> command, Call call) {
            if (failing.contains(command)) {
                throw Fault.lasting(ErrorKind.CONFLICT).because("somebody else's");
            }
            sent.add(command);
            done.add(command);
            return command.rehearsed();
        }

        @Override
        public <R> Observation<R> look(Command<R> command, Call call) {
            looks++;
            return done.contains(command) ? Observation.present(command.rehearsed()) : Observation.absent();
        }

        @Override
        public Optional<Owner> locate(Command<?> command, Call call) {
            return Optional.of(Owner.surely(call.host()));
        }

        @Override
        public List<Step> steps(Command<?> command, Call call) {
            return foreseen(command, call.host());
        }

        @Override
        public List<Step> foreseen(Command<?> command, String host) {
            return List.of(() -> "do " + command);
        }

        @Override
        public String wire() {
            return "script";
        }

        @Override
        public void close() {}
    }
}
