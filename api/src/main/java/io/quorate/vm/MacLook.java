package io.quorate.vm;

import io.quorate.call.Calls;
import io.quorate.error.QuorateException;
import io.quorate.error.UnsupportedException;
import io.quorate.host.NetworkAdapter;
import io.quorate.host.command.ListAdapters;
import io.quorate.vm.command.ListVirtualAdapters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who has which MAC address: read once at all hosts, side by side. */
final class MacLook {
    private final List<Held> all = new ArrayList<>();
    private final Map<String, String> untold = new LinkedHashMap<>();

    private MacLook() {}

    /** An address and who has it. */
    private record Held(MacAddress mac, MacHolder holder) {}

    /** What one host tells, or why it does not tell all. */
    private record Told(
            String host, List<Held> held, @Nullable String failure) {}

    static MacLook at(Calls calls) {
        MacLook look = new MacLook();
        for (Told told : calls.atEach(calls.hosts(), host -> ask(calls, host))) {
            look.all.addAll(told.held);
            if (told.failure != null) {
                look.untold.put(told.host, told.failure);
            }
        }
        return look;
    }

    /** Returns who has an address. */
    MacSearch search(MacAddress mac) {
        return new MacSearch(
                mac,
                all.stream()
                        .filter(one -> one.mac.equals(mac))
                        .map(Held::holder)
                        .toList(),
                untold);
    }

    /** A host without Hyper-V has no machines. */
    private static List<VirtualAdapter> machines(Calls calls, String host) {
        try {
            return calls.run(new ListVirtualAdapters(host));
        } catch (UnsupportedException without) {
            return List.of();
        }
    }

    private static Told ask(Calls calls, String host) {
        List<Held> held = new ArrayList<>();
        try {
            for (VirtualAdapter one : machines(calls, host)) {
                MacAddress mac = one.mac();
                if (mac != null) {
                    held.add(new Held(
                            mac,
                            new MacHolder(
                                    host,
                                    one.machine(),
                                    one.machineName(),
                                    one.id(),
                                    one.name(),
                                    one.virtualSwitch())));
                }
            }
            for (NetworkAdapter one : calls.run(new ListAdapters(host))) {
                MacAddress.read(one.mac())
                        .ifPresent(mac -> held.add(new Held(mac, new MacHolder(host, null, "", "", one.name(), ""))));
            }
            return new Told(host, held, null);
        } catch (QuorateException sick) {
            if (calls.rehearses() || Thread.currentThread().isInterrupted()) {
                throw sick;
            }
            return new Told(host, held, String.valueOf(sick.getMessage()));
        }
    }
}
