package io.quorate.winrm.recipe;

import io.quorate.spi.Command;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The recipes at hand, by command class. Immutable. */
public final class Recipes {
    private final Map<Class<?>, Recipe<?, ?>> byCommand;

    private Recipes(Map<Class<?>, Recipe<?, ?>> byCommand) {
        this.byCommand = byCommand;
    }

    /** Collects recipes; two for one command are a mistake. */
    public static Recipes of(List<? extends Recipe<?, ?>> recipes) {
        Map<Class<?>, Recipe<?, ?>> map = new LinkedHashMap<>();
        for (Recipe<?, ?> recipe : recipes) {
            if (map.put(recipe.handles(), recipe) != null) {
                throw new IllegalArgumentException("two recipes for " + recipe.handles());
            }
        }
        return new Recipes(map);
    }

    /** Returns the recipe for a command; null if there is none. */
    public @Nullable Recipe<?, ?> forCommand(Command<?> command) {
        return byCommand.get(command.getClass());
    }

    /** Returns all recipes. */
    public List<Recipe<?, ?>> all() {
        return List.copyOf(byCommand.values());
    }

    /** A cmdlet and a parameter that Quorate may pass to it. */
    public record Emitted(String module, String cmdlet, String parameter) {}

    /** Returns every pair of cmdlet and parameter that can leave this module. */
    public static List<Emitted> emittedCmdlets() {
        List<Emitted> all = new ArrayList<>();
        for (Cmdlet cmdlet : Cmdlet.values()) {
            String name = cmdlet.qualifiedName().substring(cmdlet.module().length() + 1);
            for (String parameter : cmdlet.parameters()) {
                all.add(new Emitted(cmdlet.module(), name, parameter));
            }
        }
        return List.copyOf(all);
    }
}
