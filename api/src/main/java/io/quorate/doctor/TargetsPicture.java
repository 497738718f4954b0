package io.quorate.doctor;

import io.quorate.san.Iqn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What a portal lets our initiator see.
 *
 * @param initiator the name we log in by
 * @param targets how many logical units each target shows us, by target
 */
public record TargetsPicture(Iqn initiator, Map<Iqn, Told<Integer>> targets) {
    public TargetsPicture {
        Objects.requireNonNull(initiator, "initiator");
        targets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(targets));
    }
}
