package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;

/**
 * A domain controller.
 *
 * @param host computer name
 * @param address its IPv4 address
 * @param dns whether its DNS server runs
 * @param inbound whether it pulls: 0, or the error number each attempt ends in; -1 if it does not even try
 * @param ahead how far its clock is ahead of the lab's
 */
public record ControllerState(String host, String address, boolean dns, int inbound, Duration ahead) {
    /** It does not try. */
    public static final int STALLED = -1;

    /** ERROR_DS_DRA_SINK_DISABLED: an administrator switched inbound replication off. */
    public static final int SWITCHED_OFF = 8457;

    /** Returns the entity's key. */
    public static Key<ControllerState> key(String host) {
        return new Key<>(ControllerState.class, "host/" + host + "/controller");
    }

    ControllerState withDns(boolean runs) {
        return new ControllerState(host, address, runs, inbound, ahead);
    }

    ControllerState withInbound(int code) {
        return new ControllerState(host, address, dns, code, ahead);
    }

    ControllerState withAhead(Duration clock) {
        return new ControllerState(host, address, dns, inbound, clock);
    }
}
