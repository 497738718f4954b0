package io.quorate.winrm.recipe.doctor;

import io.quorate.winrm.recipe.Recipe;
import java.util.List;

/** The recipes of this package. */
public final class DoctorRecipes {
    private DoctorRecipes() {}

    /** Returns all of them. */
    public static List<Recipe<?, ?>> all() {
        return List.of(new ExamineEntranceRecipe(), new ExamineSessionRecipe(), new ExamineUnseenRecipe());
    }
}
