package io.quorate.mssql;

import io.quorate.spi.Handler;
import io.quorate.spi.Observation;
import io.quorate.sql.AvailabilityGroup;
import io.quorate.sql.AvailabilityListener;
import io.quorate.sql.ListenerAddress;
import io.quorate.sql.SqlInventory;
import io.quorate.sql.SqlVersion;
import io.quorate.sql.command.AddListener;
import io.quorate.sql.command.AddListenerAddress;
import io.quorate.sql.command.ListenerIp;
import io.quorate.sql.command.RemoveListener;
import io.quorate.sql.command.RemoveListenerAddress;
import io.quorate.sql.command.RestartListener;
import io.quorate.sql.command.SetListenerPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** How a group's listener is made, changed and removed. */
final class ListenerHandlers {
    private ListenerHandlers() {}

    static List<Handler<?, ?, SqlLink>> handlers() {
        return List.of(
                new PrimaryChange<>(
                        AddListener.class,
                        AddListener::group,
                        ListenerHandlers::added,
                        c -> TSql.addListener(c.group(), c.listener())),
                new PrimaryChange<>(
                        RemoveListener.class,
                        RemoveListener::group,
                        (c, group, seen) -> Seen.so(group.listener(c.listener()).isEmpty()),
                        c -> TSql.removeListener(c.group(), c.listener())),
                new PrimaryChange<>(
                                AddListenerAddress.class,
                                AddListenerAddress::group,
                                (c, group, seen) -> group.listener(c.listener())
                                        .map(listener -> Seen.so(
                                                has(listener, c.address().address())))
                                        .orElseGet(() -> missing(c.listener(), group)),
                                c -> TSql.addAddress(c.group(), c.listener(), c.address()))
                        .refusing((c, group, seen) -> group.listener(c.listener())
                                .ifPresent(listener -> {
                                    if (listener.addresses().stream().anyMatch(ListenerAddress::dhcp)) {
                                        throw Seen.refused(
                                                19_460, "listener " + c.listener() + " has its address by DHCP");
                                    }
                                })),
                new PrimaryChange<>(
                                RemoveListenerAddress.class,
                                RemoveListenerAddress::group,
                                (c, group, seen) -> Seen.so(group.listener(c.listener())
                                        .filter(listener -> has(listener, c.address()))
                                        .isEmpty()),
                                c -> TSql.removeAddress(c.group(), c.listener(), c.address()))
                        .refusing(ListenerHandlers::mayRemove),
                new PrimaryChange<>(
                        SetListenerPort.class,
                        SetListenerPort::group,
                        (c, group, seen) -> group.listener(c.listener())
                                .map(listener -> Seen.so(listener.port() != null && listener.port() == c.port()))
                                .orElseGet(() -> missing(c.listener(), group)),
                        c -> TSql.port(c.group(), c.listener(), c.port())),
                new PrimaryChange<>(
                        RestartListener.class,
                        RestartListener::group,
                        (c, group, seen) -> group.listener(c.listener())
                                .<Observation<Void>>map(listener ->
                                        Observation.unknown("that it was started again, no view tells", null))
                                .orElseGet(() -> missing(c.listener(), group)),
                        c -> TSql.restartListener(c.group(), c.listener())));
    }

    private static Observation<Void> missing(String listener, AvailabilityGroup group) {
        return Seen.other(Seen.missing("group " + group.name() + " has no listener " + listener));
    }

    private static boolean has(AvailabilityListener listener, String address) {
        return listener.addresses().stream().anyMatch(one -> one.address().equalsIgnoreCase(address));
    }

    private static void mayRemove(RemoveListenerAddress c, AvailabilityGroup group, SqlInventory seen) {
        Gates.since(seen.instance(), SqlVersion.SQL_2025, "REMOVE IP");
        if (group.listener(c.listener())
                .filter(listener -> listener.addresses().size() < 2)
                .isPresent()) {
            throw Seen.refused(19_535, c.address() + " is the last address of listener " + c.listener());
        }
    }

    private static Observation<AvailabilityListener> added(AddListener c, AvailabilityGroup group, SqlInventory seen) {
        Optional<AvailabilityListener> there = group.listener(c.listener().dnsName());
        if (there.isEmpty()) {
            if (group.listeners().isEmpty()) {
                return Observation.absent();
            }
            return Seen.other(Seen.conflict("group " + c.group() + " has a listener already: "
                    + group.listeners().get(0).name()));
        }
        AvailabilityListener listener = there.get();
        List<String> other = new ArrayList<>();
        if (c.listener().port() != null && !c.listener().port().equals(listener.port())) {
            other.add("port " + listener.port());
        }
        boolean dhcp = listener.addresses().stream().anyMatch(ListenerAddress::dhcp);
        if (!listener.addresses().isEmpty() && dhcp != c.listener().dhcp()) {
            other.add(dhcp ? "an address by DHCP" : "static addresses");
        } else if (!dhcp) {
            Set<String> wanted = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            c.listener().addresses().stream().map(ListenerIp::address).forEach(wanted::add);
            Set<String> found = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            listener.addresses().stream().map(ListenerAddress::address).forEach(found::add);
            if (!found.equals(wanted)) {
                other.add(found.isEmpty() ? "no address" : "addresses " + String.join(", ", found));
            }
        }
        return Seen.compared(listener, "listener " + listener.name() + " of group " + c.group(), other);
    }
}
