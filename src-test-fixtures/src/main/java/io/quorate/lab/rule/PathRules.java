package io.quorate.lab.rule;

import io.quorate.lab.model.Estate;
import io.quorate.lab.model.HostGear;
import io.quorate.lab.model.HostSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pings between the hosts' addresses, by {@code Win32_PingStatus}. */
final class PathRules {
    private static final Pattern CONDITION =
            Pattern.compile("\\s*(\\w+)\\s*=\\s*(?:'([^']*)'|(\\d+)|((?i:TRUE|FALSE)))\\s*(?:(?i:AND)\\b|$)");
    private static final int HEADERS = 28;
    private static final long SUCCESS = 0;
    private static final long UNREACHABLE = 11003;
    private static final long TOO_BIG = 11009;
    private static final long TIMED_OUT = 11010;

    private PathRules() {}

    /** Sends one ping, and returns what the class tells of it. */
    static Map<String, Object> ping(Call call) {
        String filter = String.valueOf(call.args().text("Filter"));
        Map<String, String> given = new LinkedHashMap<>();
        Matcher next = CONDITION.matcher(filter);
        int at = 0;
        while (at < filter.length() && next.find(at) && next.start() == at) {
            String value =
                    next.group(2) == null ? next.group(3) == null ? next.group(4) : next.group(3) : next.group(2);
            given.put(next.group(1).toLowerCase(Locale.ROOT), value);
            at = next.end();
        }
        String address = given.get("address");
        if (at < filter.length() || address == null) {
            throw call.notSimulated("-Filter " + filter);
        }
        int packet = Integer.parseInt(given.getOrDefault("buffersize", "32")) + HEADERS;
        boolean whole = Boolean.parseBoolean(given.getOrDefault("nofragmentation", "false"));
        long status = status(call, address, whole ? packet : HEADERS);
        if (status == TIMED_OUT) {
            call.take(Duration.ofMillis(Long.parseLong(given.getOrDefault("timeout", "1000"))));
        }
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("Address", address);
        row.put("BufferSize", (long) packet - HEADERS);
        row.put("NoFragmentation", whole);
        row.put("StatusCode", status);
        return row;
    }

    /** A packet that is too large for the sender is refused by it; one that a switch or the other side does not take vanishes. */
    private static long status(Call call, String address, int packet) {
        Estate estate = call.estate();
        Optional<HostGear.Nic> from = estate.gear(call.host()).nics().stream()
                .filter(nic -> nic.up() && nic.all().stream().anyMatch(own -> near(own, address)))
                .findFirst();
        if (from.isEmpty()) {
            return UNREACHABLE;
        }
        if (packet > from.get().mtu()) {
            return TOO_BIG;
        }
        if (packet > estate.ports(call.host()).at(from.get().name())) {
            return TIMED_OUT;
        }
        for (HostSpec host : estate.hosts()) {
            for (HostGear.Nic nic : estate.gear(host.name()).nics()) {
                if (nic.answersAt(address)) {
                    boolean taken = packet <= nic.mtu()
                            && packet <= estate.ports(host.name()).at(nic.name())
                            && estate.reaches(call.host(), host.name());
                    return taken ? SUCCESS : TIMED_OUT;
                }
            }
        }
        return TIMED_OUT;
    }

    /** All networks of the lab have 24 bits or more in common. */
    private static boolean near(String own, String address) {
        return address.startsWith(own.substring(0, own.lastIndexOf('.') + 1));
    }
}
