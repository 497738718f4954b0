package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;

/**
 * How management reaches a host.
 *
 * @param host computer name
 * @param address the address its name leads the lab's clients to
 * @param client the address they come from
 * @param others connections of others to its WinRM
 * @param ports what its WinRM listens at, the clients' port first; none where it does not tell
 * @param moving whether its addresses are just moving from one adapter to another
 */
public record HostReach(
        String host, String address, String client, List<Peer> others, List<Integer> ports, boolean moving) {
    /** Where the clients stand. */
    public static final String CLIENT = "10.0.1.200";

    /** WinRM's port for TLS. */
    public static final int TLS = 5986;

    /** Both ends of a connection, and the port at the host's. */
    public record Peer(String local, String remote, int port) {}

    public HostReach {
        others = List.copyOf(others);
        ports = List.copyOf(ports);
    }

    /** Returns the entity's key. */
    public static Key<HostReach> key(String host) {
        return new Key<>(HostReach.class, "host/" + host + "/reach");
    }

    static HostReach fresh(String host, int number) {
        return new HostReach(host, HostGear.lan(number), CLIENT, List.of(), List.of(TLS, 5985), false);
    }

    /** Returns it led to another address. */
    public HostReach at(String other) {
        return new HostReach(host, other, client, others, ports, moving);
    }

    /** Returns it with clients that come from another address. */
    public HostReach from(String other) {
        return new HostReach(host, address, other, others, ports, moving);
    }

    /** Returns it with a connection of somebody else. */
    public HostReach and(Peer peer) {
        List<Peer> more = new ArrayList<>(others);
        more.add(peer);
        return new HostReach(host, address, client, more, ports, moving);
    }

    /** Returns it with no connection of anybody else. */
    public HostReach alone() {
        return new HostReach(host, address, client, List.of(), ports, moving);
    }

    /** Returns its WinRM at other ports. */
    public HostReach listening(List<Integer> others) {
        return new HostReach(host, address, client, this.others, others, moving);
    }

    HostReach moving(boolean now) {
        return new HostReach(host, address, client, others, ports, now);
    }
}
