package io.quorate.host.command;

import io.quorate.host.SwitchSpec;
import io.quorate.host.SwitchType;
import io.quorate.host.VirtualSwitch;
import io.quorate.spi.Foretold;
import io.quorate.spi.Placeholder;
import java.util.ArrayList;
import java.util.List;

/** What a rehearsal pretends of virtual switches. */
final class SwitchInputs {
    private SwitchInputs() {}

    static void check(String host, String name) {
        Inputs.checkHost(host);
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("not a name of a virtual switch: '" + name + "'");
        }
    }

    static List<Foretold<?>> gone(String host, String name) {
        return List.of(
                Foretold.each(ListSwitches.class, read -> read.host().equalsIgnoreCase(host))
                        .changed(before -> before.stream()
                                .filter(one -> !one.name().equalsIgnoreCase(name))
                                .toList()),
                Foretold.each(ListAdapters.class, read -> read.host().equalsIgnoreCase(host))
                        .unknown());
    }

    static VirtualSwitch rehearsed(String host, SwitchSpec wanted) {
        boolean external = wanted.type() == SwitchType.EXTERNAL;
        return new VirtualSwitch(
                host,
                Placeholder.uuid(host + "/" + wanted.name()),
                wanted.name(),
                wanted.type(),
                external ? Placeholder.text(wanted.adapter()) : "",
                wanted.managementOs(),
                false);
    }

    static List<Foretold<?>> foretold(String host, SwitchSpec wanted) {
        List<Foretold<?>> all = new ArrayList<>();
        all.add(Foretold.each(ListSwitches.class, read -> read.host().equalsIgnoreCase(host))
                .changed(before -> {
                    List<VirtualSwitch> after = new ArrayList<>(before);
                    if (before.stream().noneMatch(one -> one.name().equalsIgnoreCase(wanted.name()))) {
                        after.add(rehearsed(host, wanted));
                    }
                    return List.copyOf(after);
                }));
        if (wanted.managementOs() || wanted.type() == SwitchType.EXTERNAL) {
            all.add(Foretold.each(ListAdapters.class, read -> read.host().equalsIgnoreCase(host))
                    .unknown());
        }
        return List.copyOf(all);
    }
}
