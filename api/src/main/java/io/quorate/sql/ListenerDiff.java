package io.quorate.sql;

import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.ListenerDefinition;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.SetListenerPort;
import java.util.Objects;

/** What lies between a group's listener as it is and as it is wanted. Without I/O. */
final class ListenerDiff {
    private final GroupSpec.Wanted wanted;
    private final GroupSteps out;

    ListenerDiff(GroupSpec.Wanted wanted, GroupSteps out) {
        this.wanted = wanted;
        this.out = out;
    }

    void run(AvailabilityGroup group) {
        ListenerDefinition wish = wanted.listener();
        if (wish == null) {
            return;
        }
        AvailabilityListener there = group.listener(wish.dnsName()).orElse(null);
        if (there == null) {
            if (group.listeners().isEmpty()) {
                out.add(
                        new AddListener(wanted.name(), wish),
                        "give group " + wanted.name() + " the listener " + wish.dnsName());
            } else {
                out.against("group " + wanted.name() + " has the listener "
                        + group.listeners().get(0).name() + ", not " + wish.dnsName());
            }
            return;
        }
        boolean dhcp = there.addresses().stream().anyMatch(ListenerAddress::dhcp);
        if (dhcp != wish.dhcp()) {
            out.against("listener " + there.name() + (dhcp ? " has" : " has not") + " its address from DHCP");
        } else if (!dhcp) {
            addresses(wish, there);
        }
        if (wish.port() != null && !Objects.equals(wish.port(), there.port())) {
            out.add(
                    new SetListenerPort(wanted.name(), there.name(), wish.port()),
                    "give listener " + there.name() + " port " + wish.port() + " instead of " + there.port());
        }
    }

    private void addresses(ListenerDefinition wish, AvailabilityListener there) {
        for (ListenerIp ip : wish.addresses()) {
            if (there.addresses().stream().noneMatch(one -> one.address().equalsIgnoreCase(ip.address()))) {
                out.add(
                        new AddListenerAddress(wanted.name(), there.name(), ip),
                        "give listener " + there.name() + " the address " + ip);
            }
        }
        for (ListenerAddress one : there.addresses()) {
            if (wish.addresses().stream().noneMatch(ip -> ip.address().equalsIgnoreCase(one.address()))) {
                out.against("listener " + there.name() + " has a further address, " + one.address()
                        + "; remove it, or wish for it");
            }
        }
    }
}
