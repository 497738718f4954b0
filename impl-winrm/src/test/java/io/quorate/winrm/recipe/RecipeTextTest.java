package io.quorate.winrm.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.quorate.spi.Command;
import io.quorate.winrm.psrp.PsCommand;
import io.quorate.winrm.psrp.PsParameter;
import io.quorate.winrm.psrp.PsPipeline;
import io.quorate.winrm.recipe.standard.StandardRecipes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class RecipeTextTest {
    private static final Recipes RECIPES = StandardRecipes.recipes();

    @Test
    void steps_ofEveryCommand_readAsInTheGoldenFile() throws IOException {
        assertThat(rendered()).isEqualTo(golden());
    }

    @Test
    void standard_holdsARecipeForEverySampleAndASampleForEveryRecipe() {
        Set<Class<?>> sampled = new HashSet<>();
        for (Command<?> command : SampleCommands.all()) {
            assertThat(RECIPES.forCommand(command)).as(command.name()).isNotNull();
            sampled.add(command.getClass());
        }
        assertThat(RECIPES.all()).allSatisfy(recipe -> assertThat(sampled).contains(recipe.handles()));
    }

    @Test
    void emittedCmdlets_areWhatTheSampleCommandsReach() {
        Set<String> reached = new TreeSet<>();
        for (Command<?> command : SampleCommands.all()) {
            for (PsPipeline pipeline : stepsOf(command)) {
                for (List<PsCommand> statement : pipeline.statements()) {
                    for (PsCommand one : statement) {
                        assertThat(one.mergeToOutput()).isEmpty();
                        for (PsParameter parameter : one.parameters()) {
                            reached.add(one.name() + " -" + parameter.name());
                        }
                    }
                }
            }
        }
        Set<String> declared = new TreeSet<>();
        for (Recipes.Emitted emitted : Recipes.emittedCmdlets()) {
            declared.add(emitted.module() + "\\" + emitted.cmdlet() + " -" + emitted.parameter());
        }
        assertThat(reached).isEqualTo(declared);
    }

    @Test
    void steps_neverStopAPipelineEarly() {
        assertThat(rendered()).doesNotContain(" -First").doesNotContain("-Last ");
    }

    private static String rendered() {
        StringBuilder text = new StringBuilder();
        for (Command<?> command : SampleCommands.all()) {
            text.append("## ")
                    .append(command.name())
                    .append(' ')
                    .append(recipe(command).delegation())
                    .append('\n');
            for (PsPipeline pipeline : stepsOf(command)) {
                text.append("message\n");
                PipelineLines.of(pipeline)
                        .forEach(line -> text.append("  ").append(line).append('\n'));
            }
        }
        return text.toString();
    }

    private static List<PsPipeline> stepsOf(Command<?> command) {
        return new ArrayList<>(steps(recipe(command), command));
    }

    private static Recipe<?, ?> recipe(Command<?> command) {
        Recipe<?, ?> recipe = RECIPES.forCommand(command);
        assertThat(recipe).as(command.name()).isNotNull();
        return recipe;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<PsPipeline> steps(Recipe recipe, Command<?> command) {
        return recipe.steps(command);
    }

    private static String golden() throws IOException {
        try (InputStream in = RecipeTextTest.class.getResourceAsStream("/recipes/steps.txt")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
