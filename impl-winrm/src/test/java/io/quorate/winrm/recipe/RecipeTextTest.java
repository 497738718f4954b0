package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quorate.Secret;
import io.quorate.spi.Command;
import io.quorate.spi.Handler;
import io.quorate.spi.Handlers;
import io.quorate.spi.Safety;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.psrp.PsValue;
import io.quorate.winrm.recipe.Scenes.Scene;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecipeTextTest {
    private static final Handlers<WindowsHost> RECIPES = StandardRecipes.recipes();

    /** The variables that are there by themselves. */
    private static final Set<String> OF_EVERY_SESSION = Set.of("PSSenderInfo", "ExecutionContext");

    /** What is said to make a second hop ready, behind no command. */
    private static final List<PsPipeline> CONFIGURATIONS = List.of(
            ConfigurationMessages.list(),
            ConfigurationMessages.registration(
                    "Quorate.Temporary.1", "LAB\\svc", Secret.of("canary"), PsValue.string("O:NSG:BA")),
            ConfigurationMessages.removal("Quorate.Temporary.1", true),
            ConfigurationMessages.removal("Quorate.Temporary.1", false),
            ConfigurationMessages.owner(4711));

    @Test
    void messages_ofEveryCommand_readAsInTheGoldenFile() throws IOException {
        assertThat(rendered()).isEqualTo(golden());
    }

    @Test
    void standard_holdsARecipeForEveryScene_andASceneForEveryRecipe() {
        Set<Class<?>> played = new HashSet<>();
        for (Scene scene : Scenes.all()) {
            assertThat(RECIPES.of(scene.command())).as(scene.toString()).isInstanceOf(Recipe.class);
            assertThat(scene.changesSomething())
                    .as(scene.toString())
                    .isEqualTo(scene.command().safety() != Safety.READ);
            played.add(scene.command().getClass());
        }
        assertThat(RECIPES.all())
                .extracting(Handler::handles)
                .allSatisfy(command -> assertThat(played).contains(command));
    }

    @Test
    void emitted_isWhatTheScenesReach() {
        Set<String> reached = new TreeSet<>();
        List<PsPipeline> all = new ArrayList<>(CONFIGURATIONS);
        Scenes.all().forEach(scene -> all.addAll(sent(scene)));
        for (PsPipeline pipeline : all) {
            for (List<PsCommand> statement : pipeline.statements()) {
                for (PsCommand one : statement) {
                    assertThat(one.mergeToOutput()).isEmpty();
                    for (PsParameter parameter : one.parameters()) {
                        reached.add(one.name() + " -" + parameter.name());
                    }
                }
            }
        }
        Set<String> declared = new TreeSet<>();
        for (Cmdlet.Emitted emitted : Cmdlet.emitted()) {
            declared.add(emitted.module() + "\\" + emitted.cmdlet() + " -" + emitted.parameter());
        }
        assertThat(reached).isEqualTo(declared);
    }

    @Test
    void delegation_isThatOfTheCmdletsThatARecipeSends() {
        for (Scene scene : Scenes.all()) {
            Delegation most = sent(scene).stream()
                    .flatMap(pipeline -> pipeline.statements().stream())
                    .flatMap(List::stream)
                    .map(one -> Cmdlet.delegation(one.name()))
                    .max(Comparator.naturalOrder())
                    .orElse(Delegation.NONE);
            Recipe<?, ?> recipe = (Recipe<?, ?>) RECIPES.of(scene.command());
            assertThat(recipe.delegation()).as(scene.toString()).isGreaterThanOrEqualTo(most);
        }
        assertThat(Cmdlet.NEW_CLUSTER.delegation()).isEqualTo(Delegation.ALWAYS);
        assertThat(Cmdlet.REMOVE_CLUSTER_NODE.delegation()).isEqualTo(Delegation.FALLBACK);
        assertThat(Cmdlet.delegation("FailoverClusters\\Test-Cluster")).isEqualTo(Delegation.ALWAYS);
        assertThat(Cmdlet.delegation("Somebody.Elses\\New-Cluster")).isEqualTo(Delegation.NONE);
    }

    @Test
    void configurations_readAsAnAdministratorWouldTypeThem() {
        assertThat(CONFIGURATIONS.stream().map(PipelineText::of))
                .containsExactly(
                        "Microsoft.PowerShell.Core\\Get-PSSessionConfiguration -ErrorAction Stop"
                                + " | Microsoft.PowerShell.Utility\\Select-Object -Property"
                                + " Name,RunAsUser,SecurityDescriptorSddl",
                        "Microsoft.PowerShell.Core\\Register-PSSessionConfiguration -ErrorAction Stop -Name Quorate.Temporary.1"
                                + " -RunAsCredential <hidden> -SecurityDescriptorSddl O:NSG:BA -Force -Confirm:$false",
                        "Microsoft.PowerShell.Core\\Unregister-PSSessionConfiguration -ErrorAction Stop -Name"
                                + " Quorate.Temporary.1 -Force -Confirm:$false",
                        "Microsoft.PowerShell.Core\\Unregister-PSSessionConfiguration -ErrorAction Stop -Name"
                                + " Quorate.Temporary.1 -NoServiceRestart -Confirm:$false",
                        "CimCmdlets\\Get-CimInstance -ErrorAction Stop -ClassName Win32_Process -Filter 'ProcessId = 4711'"
                                + " | CimCmdlets\\Invoke-CimMethod -ErrorAction Stop -MethodName GetOwnerSid -Confirm:$false"
                                + " | Microsoft.PowerShell.Utility\\Select-Object -Property Sid,ReturnValue");
        assertThatThrownBy(() -> ConfigurationMessages.removal("Quorate.*", true))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messages_neverStopAPipelineEarly() {
        assertThat(rendered()).doesNotContain(" -First").doesNotContain("-Last ");
    }

    /** Each message runs in whatever runspace of a session is free, so nothing that it keeps is there for the next one. */
    @Test
    void messages_useOnlyVariablesThatTheyHaveSetThemselves() {
        Pattern set = Pattern.compile("\\\\Set-Variable .*?-Name (\\S+)");
        Pattern get = Pattern.compile("\\\\Get-Variable .*?-Name (\\S+)");
        int uses = 0;
        for (String message : rendered().split("(?m)^(message|foreseen|## .*)$")) {
            Set<String> kept = new TreeSet<>(OF_EVERY_SESSION);
            for (String line : message.split("\n")) {
                Matcher used = get.matcher(line);
                while (used.find()) {
                    uses++;
                    assertThat(kept).as(message).contains(used.group(1));
                }
                Matcher sets = set.matcher(line);
                while (sets.find()) {
                    kept.add(sets.group(1));
                }
            }
        }
        assertThat(uses).isGreaterThan(5);
    }

    /** Everything a run sends, reads included, and after it what is explained without a look, where that reads otherwise. */
    private static String rendered() {
        StringBuilder text = new StringBuilder();
        for (Scene scene : Scenes.all()) {
            Command<?> command = scene.command();
            Recipe<?, ?> recipe = (Recipe<?, ?>) RECIPES.of(command);
            text.append("## ").append(command.name()).append(' ').append(recipe.delegation());
            text.append(scene.title().isEmpty() ? "" : ": " + scene.title()).append('\n');
            List<PsPipeline> sent = sent(scene);
            sent.forEach(message -> append(text, "message", message));
            if (scene.title().isEmpty()) {
                new ShellBackend(new SceneHost(scene))
                        .foreseen(command).stream()
                                .map(PipelineStep::pipeline)
                                .filter(foreseen -> sent.stream().noneMatch(message -> isSame(message, foreseen)))
                                .forEach(foreseen -> append(text, "foreseen", foreseen));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String word, PsPipeline message) {
        text.append(word).append('\n');
        PipelineLines.of(message).forEach(line -> text.append("  ").append(line).append('\n'));
    }

    private static boolean isSame(PsPipeline one, PsPipeline other) {
        return PipelineLines.of(one).equals(PipelineLines.of(other));
    }

    private static List<PsPipeline> sent(Scene scene) {
        SceneHost host = new SceneHost(scene);
        new ShellBackend(host).run(scene.command());
        return host.sent;
    }

    private static String golden() throws IOException {
        try (InputStream in = RecipeTextTest.class.getResourceAsStream("/recipes/steps.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
