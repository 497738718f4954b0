package io.quorate.lab.model.sql;

import io.quorate.lab.kernel.Key;
import java.util.Map;

/**
 * A schedule of an instance's Agent.
 *
 * @param values of its columns, by the procedures' parameters without {@code @}
 */
public record JobScheduleState(String instance, int id, String name, Map<String, String> values) {
    public JobScheduleState {
        values = Map.copyOf(values);
    }

    /** Returns the entity's key. */
    public static Key<JobScheduleState> key(String instance, int id) {
        return new Key<>(
                JobScheduleState.class, InstanceState.key(instance).path() + "/schedule/" + String.format("%05d", id));
    }

    /** Returns a number; 0 for none. */
    public int number(String name) {
        return Integer.parseInt(values.getOrDefault(name, "0"));
    }
}
