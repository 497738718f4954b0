package io.quorate.winrm.recipe;

import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsObject;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsPrimitive;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.Scenes.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Plays the host of a scene, and keeps what it was sent. */
final class SceneHost implements PowerShell {
    /** What changes nothing although its verb does not say so: a session's variable, and asking portals for their targets. */
    private static final Set<String> HARMLESS = Set.of("Set-Variable", "Update-IscsiTargetPortal");

    private static final String ONE_MACHINE = "Get-VM";

    private final List<State> states;
    private final List<List<PsValue>> changes;

    final List<PsPipeline> sent = new ArrayList<>();

    SceneHost(Scene scene) {
        this(scene.states(), scene.changes());
    }

    SceneHost(State state) {
        this(List.of(state), List.of());
    }

    private SceneHost(List<State> states, List<List<PsValue>> changes) {
        this.states = states;
        this.changes = changes;
    }

    @Override
    public List<PsValue> run(PsPipeline pipeline) {
        int done = changing().size();
        sent.add(pipeline);
        if (changes(pipeline)) {
            if (done >= changes.size()) {
                throw new AssertionError("not expected: " + PipelineText.of(pipeline));
            }
            return changes.get(done);
        }
        String read = pipeline.statements().stream()
                .flatMap(List::stream)
                .map(SceneHost::asked)
                .filter(name -> !name.equals("Select-Object") && !name.equals("Where-Object"))
                .distinct()
                .collect(Collectors.joining(","));
        Supplier<List<PsValue>> answer = states.get(done).reads().get(read);
        if (answer == null && read.equals(ONE_MACHINE)) {
            answer = one(states.get(done), pipeline);
        }
        if (answer == null) {
            throw new AssertionError("not expected after " + done + " changes: " + read);
        }
        return answer.get();
    }

    /** Returns one machine of the host's list; null if the scene has none. */
    private static @Nullable Supplier<List<PsValue>> one(State state, PsPipeline pipeline) {
        Supplier<List<PsValue>> all = state.reads().get(Scenes.MACHINES);
        PsValue id = pipeline.statements().get(0).get(0).parameters().stream()
                .filter(parameter -> "Id".equals(parameter.name()))
                .map(PsParameter::value)
                .findFirst()
                .orElse(null);
        return all == null || id == null
                ? null
                : () -> {
                    List<PsValue> found = all.get().stream()
                            .filter(value -> value instanceof PsObject object && id.equals(object.property("Id")))
                            .toList();
                    if (found.isEmpty()) {
                        throw Scenes.NO_SUCH_ID;
                    }
                    return found;
                };
    }

    /** Returns what was sent that changes something. */
    List<PsPipeline> changing() {
        return sent.stream().filter(SceneHost::changes).toList();
    }

    private static boolean changes(PsPipeline pipeline) {
        return cmdlets(pipeline)
                .anyMatch(name ->
                        !name.matches("(Get|Test|Measure|Resolve|Select|Where)-.*") && !HARMLESS.contains(name));
    }

    private static Stream<String> cmdlets(PsPipeline pipeline) {
        return pipeline.statements().stream()
                .flatMap(List::stream)
                .filter(command -> !getter(command))
                .map(PsCommand::name)
                .map(name -> name.substring(name.indexOf('\\') + 1));
    }

    /** ForEach-Object may call a setter; one that calls a getter reads. */
    private static boolean getter(PsCommand command) {
        return command.parameters().stream()
                .anyMatch(parameter -> "MemberName".equals(parameter.name())
                        && parameter.value() instanceof PsPrimitive member
                        && String.valueOf(member.value()).startsWith("get_"));
    }

    /** A cmdlet; one that reads classes of all kinds, with the class. */
    private static String asked(PsCommand command) {
        String name = command.name().substring(command.name().indexOf('\\') + 1);
        return command.parameters().stream()
                .filter(parameter -> "ClassName".equals(parameter.name()))
                .map(parameter -> name + ":" + ((PsPrimitive) parameter.value()).value())
                .findFirst()
                .orElse(name);
    }
}
