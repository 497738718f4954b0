package io.quorate.iscsi.machine;

import io.quorate.iscsi.pdu.IscsiProtocolException;
import io.quorate.iscsi.pdu.TextPair;
import io.quorate.san.DiscoveredTarget;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code TargetAddress} values and the answer to SendTargets (RFC 7143 13.8, appendix C). */
public final class TargetAddresses {
    private static final Logger log = LoggerFactory.getLogger(TargetAddresses.class);
    private static final Pattern PORT = Pattern.compile("(:[0-9]{1,5})?");

    private TargetAddresses() {}

    /** Reads {@code address[:port][,group]}, the address being a name, IPv4, or IPv6 in brackets. */
    public static Portal portal(String value) throws IscsiProtocolException {
        int comma = value.indexOf(',');
        String place = comma < 0 ? value : value.substring(0, comma);
        String address;
        String port;
        if (place.startsWith("[")) {
            int close = place.indexOf(']');
            address = close < 0 ? "" : place.substring(1, close);
            port = close < 0 ? "" : place.substring(close + 1);
            if (address.indexOf(':') < 0) {
                throw notAnAddress();
            }
        } else {
            int colon = place.indexOf(':');
            address = colon < 0 ? place : place.substring(0, colon);
            port = colon < 0 ? "" : place.substring(colon);
        }
        if (!address.chars().allMatch(TargetAddresses::ofAnAddress)
                || !PORT.matcher(port).matches()) {
            throw notAnAddress();
        }
        try {
            return Portal.of(
                    address, port.isEmpty() ? Portal.DEFAULT_PORT : Integer.parseInt(port, 1, port.length(), 10));
        } catch (IllegalArgumentException e) {
            throw notAnAddress();
        }
    }

    private static boolean ofAnAddress(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '.'
                || c == ':'
                || c == '-'
                || c == '_'
                || c == '%';
    }

    private static IscsiProtocolException notAnAddress() {
        return new IscsiProtocolException("a TargetAddress that is none");
    }

    /**
     * Reads the answer to SendTargets; a target without an address listens where it was asked. Whoever owns the targets names them: an odd
     * name is kept as it is spelt, an odd address is left out, and neither keeps the others from being seen.
     */
    public static List<DiscoveredTarget> discovered(List<TextPair> pairs, Portal asked) {
        Map<Iqn, Set<Portal>> targets = new LinkedHashMap<>();
        Set<Iqn> elsewhere = new HashSet<>();
        Iqn name = null;
        for (TextPair pair : pairs) {
            if (pair.key().equals("TargetName")) {
                name = pair.value().isBlank() ? null : new Iqn(pair.value());
                if (name != null) {
                    at(targets, name);
                }
            } else if (pair.key().equals("TargetAddress") && name != null) {
                elsewhere.add(name);
                try {
                    at(targets, name).add(portal(pair.value()));
                } catch (IscsiProtocolException e) {
                    log.debug("an address was left out [target={} why={}]", name, e.getMessage());
                }
            }
        }
        List<DiscoveredTarget> result = new ArrayList<>();
        targets.forEach((target, at) -> result.add(
                new DiscoveredTarget(target, elsewhere.contains(target) ? List.copyOf(at) : List.of(asked))));
        return result;
    }

    private static Set<Portal> at(Map<Iqn, Set<Portal>> targets, Iqn name) {
        return targets.computeIfAbsent(name, it -> new LinkedHashSet<>());
    }
}
