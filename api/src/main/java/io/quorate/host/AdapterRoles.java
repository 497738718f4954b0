package io.quorate.host;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/**
 * Which adapters play which role on every node of a cluster, by their names, which are the same on all nodes. Immutable.
 *
 * {@snippet :
 * AdapterRoles.none()
 *         .with(AdapterRole.MACHINES, "LAN")
 *         .with(AdapterRole.MANAGEMENT, "vEthernet (LAN)")
 *         .with(AdapterRole.HEARTBEAT, "Heartbeat")
 *         .with(AdapterRole.ISCSI, "iSCSI A", "iSCSI B");
 * }
 *
 * @param names the adapters' names by role; the virtual switches' of {@link AdapterRole#MACHINES}
 */
public record AdapterRoles(Map<AdapterRole, List<String>> names) {
    public AdapterRoles {
        Map<AdapterRole, List<String>> all = new EnumMap<>(AdapterRole.class);
        names.forEach((role, given) -> {
            TreeSet<String> once = new TreeSet<>();
            for (String name : given) {
                if (name.isBlank() || !once.add(name.toLowerCase(Locale.ROOT))) {
                    throw new IllegalArgumentException(
                            role + ": an adapter has a name, and plays a role once: '" + name + "'");
                }
            }
            if (!given.isEmpty()) {
                all.put(role, List.copyOf(given));
            }
        });
        names = Collections.unmodifiableMap(all);
    }

    /** Assigns nothing yet. */
    public static AdapterRoles none() {
        return new AdapterRoles(Map.of());
    }

    /** Returns it with other adapters in a role. */
    public AdapterRoles with(AdapterRole role, String... adapters) {
        Map<AdapterRole, List<String>> all = new EnumMap<>(AdapterRole.class);
        all.putAll(names);
        all.put(role, List.of(adapters));
        return new AdapterRoles(all);
    }

    /** Returns the adapters of a role; none if nobody said. */
    public List<String> of(AdapterRole role) {
        return names.getOrDefault(role, List.of());
    }
}
