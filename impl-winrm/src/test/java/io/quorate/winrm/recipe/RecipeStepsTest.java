package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quorate.host.command.RescanDisks;
import io.quorate.spi.Command;
import io.quorate.spi.ErrorKind;
import io.quorate.spi.Fault;
import io.quorate.spi.Observation;
import io.quorate.winrm.psrp.Clixml;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.psrp.SecureCodec;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is explained is what is sent, and what was sent is seen. */
class RecipeStepsTest {

    static Stream<Scene> changing() {
        return Scenes.changing().stream();
    }

    static Stream<Scene> looking() {
        return changing().filter(scene -> StandardRecipes.recipes().of(scene.command()) instanceof Changing);
    }

    @ParameterizedTest
    @MethodSource("changing")
    void steps_areWhatRunSendsThatChangesSomething(Scene scene) {
        SceneHost asked = new SceneHost(scene);
        List<PipelineStep> steps = new ShellBackend(asked).steps(scene.command());
        SceneHost told = new SceneHost(scene);
        new ShellBackend(told).run(scene.command());

        assertThat(asked.changing()).isEmpty();
        assertThat(steps).hasSameSizeAs(told.changing());
        for (int i = 0; i < steps.size(); i++) {
            List<Value> explained = values(steps.get(i).pipeline());
            List<Value> sent = values(told.changing().get(i));
            assertThat(filled(explained, sent)).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void steps_holdAPlaceholderOnlyForWhatAnEarlierStepTells(Scene scene) {
        List<PipelineStep> steps = new ShellBackend(new SceneHost(scene)).steps(scene.command());

        boolean newTable = scene.toString().equals("host.disk.initialize");
        assertThat(steps.stream().map(step -> placeholders(step.pipeline())).toList())
                .isEqualTo(
                        newTable
                                ? List.of(0L, 2L)
                                : steps.stream().map(step -> 0L).toList());
    }

    @ParameterizedTest
    @MethodSource("changing")
    void steps_readNoMoreThanRunDoes(Scene scene) {
        SceneHost asked = new SceneHost(scene);
        new ShellBackend(asked).steps(scene.command());
        SceneHost told = new SceneHost(scene);
        new ShellBackend(told).run(scene.command());

        int change = told.sent.indexOf(told.changing().get(0));
        assertThat(texts(asked.sent)).isEqualTo(texts(told.sent.subList(0, change)));
    }

    @ParameterizedTest
    @MethodSource("changing")
    void foreseen_sendsNothing(Scene scene) {
        SceneHost host = new SceneHost(scene);
        assertThat(new ShellBackend(host).foreseen(scene.command())).isNotEmpty();
        assertThat(host.sent).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("changing")
    void look_beforeIsAbsentAndAfterwardsPresent(Scene scene) {
        SceneHost host = new SceneHost(scene);
        ShellBackend backend = new ShellBackend(host);
        boolean untold = scene.command() instanceof RescanDisks;

        assertThat(backend.look(scene.command()))
                .isInstanceOf(untold ? Observation.Unknown.class : Observation.Absent.class);
        assertThat(host.changing()).isEmpty();
        backend.run(scene.command());
        assertThat(backend.look(scene.command()))
                .isInstanceOf(untold ? Observation.Unknown.class : Observation.Present.class);
        assertThat(host.changing()).hasSameSizeAs(scene.changes());
    }

    @ParameterizedTest
    @MethodSource("changing")
    void look_whenNothingCanBeRead_isUnknownWithTheCause(Scene scene) {
        Fault lost = Fault.unanswered(ErrorKind.UNREACHABLE).because("the answer was lost");
        Observation<?> seen = look(
                new ShellBackend(pipeline -> {
                    throw lost;
                }),
                scene.command());

        assertThat(seen)
                .isInstanceOfSatisfying(
                        Observation.Unknown.class,
                        unknown -> assertThat(unknown.cause())
                                .isSameAs(scene.command() instanceof RescanDisks ? null : lost));
    }

    private static <R> Observation<R> look(ShellBackend backend, Command<R> command) {
        return backend.look(command);
    }

    @ParameterizedTest
    @MethodSource("looking")
    void steps_andRun_whenItIsSoAlready_changeNothing(Scene scene) {
        SceneHost host = new SceneHost(scene);
        ShellBackend backend = new ShellBackend(host);
        backend.run(scene.command());
        int before = host.changing().size();

        assertThat(backend.steps(scene.command())).isEmpty();
        backend.run(scene.command());
        assertThat(host.changing()).hasSize(before);
    }

    /** A refusal reads the same whether it is asked for or met. */
    @ParameterizedTest
    @MethodSource("io.quorate.winrm.recipe.RecipeLookTest#refused")
    void steps_whenItWouldBeRefused_failAsRunDoes(RecipeLookTest.Case refused) {
        Fault asked = fault(() -> new ShellBackend(new SceneHost(refused.state())).steps(refused.command()));
        Fault met = fault(() -> new ShellBackend(new SceneHost(refused.state())).run(refused.command()));

        assertThat(asked).hasMessage(met.getMessage());
        assertThat(asked.kind()).isEqualTo(met.kind());
        assertThat(asked.phase()).isEqualTo(met.phase());
        assertThat(asked.hint()).isEqualTo(met.hint());
    }

    @Test
    void placeholder_isOneText() {
        assertThat(PipelineStep.PLACEHOLDER).isEqualTo(PsValue.string("(as seen)"));
    }

    private static Fault fault(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isInstanceOf(Fault.class);
        return (Fault) thrown;
    }

    /** A value with its type, as it goes over the wire, and what it is for. */
    private record Value(String place, String text, boolean placeholder) {}

    private static List<Value> values(PsPipeline pipeline) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < pipeline.statements().size(); i++) {
            for (PsCommand command : pipeline.statements().get(i)) {
                values.add(new Value(i + " " + command.name(), "", false));
                for (PsParameter parameter : command.parameters()) {
                    values.add(new Value(
                            i + " " + command.name() + " -" + parameter.name(),
                            Clixml.write(parameter.value(), SecureCodec.plain()),
                            parameter.value().equals(PipelineStep.PLACEHOLDER)));
                }
            }
        }
        return values;
    }

    /** Puts what was sent where a placeholder stands. */
    private static List<Value> filled(List<Value> explained, List<Value> sent) {
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < explained.size(); i++) {
            Value value = explained.get(i);
            boolean known = i < sent.size() && sent.get(i).place().equals(value.place());
            values.add(value.placeholder() && known ? sent.get(i) : value);
        }
        return values;
    }

    private static long placeholders(PsPipeline pipeline) {
        return values(pipeline).stream().filter(Value::placeholder).count();
    }

    private static List<String> texts(List<PsPipeline> messages) {
        return messages.stream().map(PipelineText::of).toList();
    }
}
