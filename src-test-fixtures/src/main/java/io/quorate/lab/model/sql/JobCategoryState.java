package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Locale;

/** A category that somebody made for jobs of an instance. */
public record JobCategoryState(String instance, int id, String name) {

    /** Returns the entity's key. */
    public static Key<JobCategoryState> key(String instance, String name) {
        return new Key<>(
                JobCategoryState.class,
                InstanceState.key(instance).path() + "/category/" + name.toUpperCase(Locale.ROOT));
    }
}
