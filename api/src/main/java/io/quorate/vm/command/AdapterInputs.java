package io.quorate.vm.command;

import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import io.quorate.vm.AdapterVlan;
import io.quorate.vm.MacAddress;
import io.quorate.vm.VirtualAdapter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What commands on network adapters take, and what a rehearsal pretends of them. */
final class AdapterInputs {
    private static final int LONGEST_NAME = 100;

    private AdapterInputs() {}

    static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a network adapter's name has 1 to " + LONGEST_NAME + " characters, none of them a control");
        }
    }

    static void checkAdapter(String adapter) {
        if (adapter.isBlank()) {
            throw new IllegalArgumentException("a network adapter is addressed by its id");
        }
    }

    static void checkSwitch(@Nullable String virtualSwitch) {
        if (virtualSwitch != null && virtualSwitch.isBlank()) {
            throw new IllegalArgumentException("a virtual switch has a name");
        }
        if (virtualSwitch != null && virtualSwitch.chars().anyMatch(c -> c == '*' || c == '?')) {
            throw new IllegalArgumentException("not the name of one virtual switch: " + virtualSwitch);
        }
    }

    static void checkMac(@Nullable MacAddress mac) {
        if (mac != null && !mac.isUnicast()) {
            throw new IllegalArgumentException("not the MAC address of one adapter: " + mac);
        }
    }

    /** One that was not looked at. */
    static VirtualAdapter adapter(UUID machine, String id) {
        return made(machine, id, Placeholder.TEXT, null, null);
    }

    /** One that is new. */
    static VirtualAdapter made(
            UUID machine, String id, String name, @Nullable String virtualSwitch, @Nullable MacAddress mac) {
        return new VirtualAdapter(
                machine,
                Placeholder.TEXT,
                Placeholder.TEXT,
                id,
                name,
                virtualSwitch == null ? "" : virtualSwitch,
                virtualSwitch != null,
                mac,
                mac == null,
                AdapterVlan.UNTAGGED,
                List.of(),
                false);
    }

    /** Of one adapter this becomes; null removes it. The lists of hosts hold it, too. */
    static List<Foretold<?>> changed(UUID machine, String id, @Nullable UnaryOperator<VirtualAdapter> change) {
        UnaryOperator<List<VirtualAdapter>> after = before -> {
            List<VirtualAdapter> all = new ArrayList<>();
            for (VirtualAdapter one : before) {
                boolean meant = one.machine().equals(machine) && one.hasId(id);
                if (!meant) {
                    all.add(one);
                } else if (change != null) {
                    all.add(change.apply(one));
                }
            }
            return List.copyOf(all);
        };
        return List.of(
                Foretold.changed(new GetVirtualAdapters(machine), after),
                Foretold.each(ListVirtualAdapters.class, any -> true).changed(after));
    }

    /** One more adapter, in the list of the host that has the machine's others, too. */
    static List<Foretold<?>> added(VirtualAdapter made) {
        UnaryOperator<List<VirtualAdapter>> after = before -> {
            List<VirtualAdapter> all = new ArrayList<>(before);
            all.add(made);
            return List.copyOf(all);
        };
        return List.of(
                Foretold.changed(new GetVirtualAdapters(made.machine()), after),
                Foretold.each(ListVirtualAdapters.class, any -> true)
                        .changed(before ->
                                before.stream().anyMatch(one -> one.machine().equals(made.machine()))
                                        ? after.apply(before)
                                        : before));
    }

    /** A change of something else of the machine leaves its adapters, and the lists of hosts, as they were. */
    static List<Foretold<?>> untouched(UUID machine) {
        return List.of(
                Foretold.unchanged(new GetVirtualAdapters(machine)),
                Foretold.each(ListVirtualAdapters.class, any -> true).unchanged());
    }

    /** Both, in one list. */
    static List<Foretold<?>> both(List<Foretold<?>> one, List<Foretold<?>> other) {
        List<Foretold<?>> all = new ArrayList<>(one);
        all.addAll(other);
        return List.copyOf(all);
    }
}
