package io.quorate.lab.ddl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads listeners, and tells what is wrong with one. */
final class ListenerParser {
    private final Reader reader;

    ListenerParser(Reader reader) {
        this.reader = reader;
    }

    /** Reads {@code N'name' (WITH ...)}. */
    Listener listener() throws DdlRejection {
        String name = reader.string();
        reader.expectSign("(");
        reader.expect("WITH");
        Listener listener = reader.accept("DHCP") ? ofDhcp(name) : ofAddresses(name);
        reader.expectSign(")");
        return listener;
    }

    private Listener ofDhcp(String name) throws DdlRejection {
        Listener.Address subnet = null;
        if (reader.accept("ON")) {
            reader.expectSign("(");
            String ip = reader.string();
            reader.expectSign(",");
            subnet = new Listener.Address(ip, reader.string());
            reader.expectSign(")");
        }
        return new Listener(name, subnet, List.of(), port());
    }

    private Listener ofAddresses(String name) throws DdlRejection {
        reader.expect("IP");
        reader.expectSign("(");
        List<Listener.Address> addresses = new ArrayList<>();
        do {
            addresses.add(address());
        } while (reader.acceptSign(","));
        reader.expectSign(")");
        return new Listener(name, null, addresses, port());
    }

    private @Nullable Integer port() throws DdlRejection {
        if (!reader.acceptSign(",")) {
            return null;
        }
        reader.expectSet("PORT");
        return reader.smallInteger();
    }

    /** Reads {@code (N'ip')} or {@code (N'ip', N'mask')}. */
    Listener.Address address() throws DdlRejection {
        reader.expectSign("(");
        String ip = reader.string();
        String mask = reader.acceptSign(",") ? reader.string() : null;
        reader.expectSign(")");
        return new Listener.Address(ip, mask);
    }

    void check(Listener listener) throws DdlRejection {
        checkName(listener.dnsName());
        if (listener.port() != null) {
            checkPort(listener.port());
        }
        if (listener.dhcpSubnet() != null) {
            check(listener.dhcpSubnet());
            if (listener.dhcpSubnet().ip().contains(":")) {
                throw badAddress(listener.dhcpSubnet().ip());
            }
        }
        Set<String> seen = new HashSet<>();
        Set<Long> subnets = new HashSet<>();
        for (Listener.Address address : listener.addresses()) {
            check(address);
            if (!seen.add(address.ip().toLowerCase(Locale.ROOT))) {
                throw reader.refused(
                        19484, "The IP address '" + Reader.shown(address.ip()) + "' stands in the list twice.");
            }
            if (address.mask() != null) {
                long subnet = ipv4(address.ip()) & mask(address.mask());
                if (!subnets.add(subnet)) {
                    throw reader.refused(
                            19451, "Two IPv4 addresses of the listener belong to the same subnet, and one may.");
                }
            }
        }
    }

    void checkName(String name) throws DdlRejection {
        if (!Names.isDnsName(name)) {
            throw reader.refused(
                    19485, "The DNS name '" + Reader.shown(name) + "' is not valid: 1 to 63 letters, digits, - and _.");
        }
    }

    void checkPort(int port) throws DdlRejection {
        if (!Names.isPort(port)) {
            throw reader.refused(19482, "The port number " + port + " is not valid: 1 to 65535.");
        }
    }

    void check(Listener.Address address) throws DdlRejection {
        if (address.mask() == null) {
            if (!Names.isIpv6(address.ip())) {
                throw badAddress(address.ip());
            }
        } else {
            ipv4(address.ip());
            mask(address.mask());
        }
    }

    /** Of a statement that names the address alone. */
    void checkAlone(String address) throws DdlRejection {
        if (Names.ipv4(address) == null && !Names.isIpv6(address)) {
            throw badAddress(address);
        }
    }

    private long ipv4(String ip) throws DdlRejection {
        Long value = Names.ipv4(ip);
        if (value == null) {
            throw badAddress(ip);
        }
        return value;
    }

    private long mask(String mask) throws DdlRejection {
        Long value = Names.mask(mask);
        if (value == null) {
            throw badAddress(mask);
        }
        return value;
    }

    private DdlRejection badAddress(String address) {
        return reader.refused(19483, "The format of the IP address '" + Reader.shown(address) + "' is not valid.");
    }
}
