package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.Bytes;
import io.quorate.lab.kernel.Key;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * A job of an instance's Agent.
 *
 * @param values of its columns, by the procedures' parameters without {@code @}
 * @param steps of each step its columns, by the same names, in order
 * @param schedules the numbers of its schedules
 * @param owner the SID of whose it is
 * @param category its number
 * @param targeted whether it runs here
 */
public record JobState(
        String instance,
        UUID id,
        String name,
        Map<String, String> values,
        List<Map<String, String>> steps,
        List<Integer> schedules,
        Bytes owner,
        int category,
        boolean targeted) {
    public JobState {
        values = Map.copyOf(values);
        steps = steps.stream().map(Map::copyOf).toList();
        schedules = List.copyOf(schedules);
    }

    /** Returns the entity's key. */
    public static Key<JobState> key(String instance, String name) {
        return new Key<>(JobState.class, InstanceState.key(instance).path() + "/job/" + name.toUpperCase(Locale.ROOT));
    }

    /** Returns a number; 0 for none. */
    public int number(String name) {
        return Integer.parseInt(values.getOrDefault(name, "0"));
    }
}
