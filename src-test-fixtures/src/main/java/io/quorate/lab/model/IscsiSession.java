package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A session of a host's initiator. Gone with the host's memory; a log-in that is kept makes a new one.
 *
 * @param host computer name
 * @param number from 1, per host
 * @param initiator the initiator's name
 * @param login how it logged in
 * @param appliance the appliance it leads to
 * @param tsih the target's part of its identity, new with every log-in
 * @param connected whether it is up
 * @param since when it came up or broke
 */
public record IscsiSession(
        String host,
        int number,
        String initiator,
        IscsiState.Login login,
        String appliance,
        int tsih,
        boolean connected,
        @Nullable Duration since) {

    /** Returns the entity's key. */
    public static Key<IscsiSession> key(String host, int number) {
        return new Key<>(IscsiSession.class, "host/" + host + "/iscsi/session/" + number);
    }

    /** Returns this session's key. */
    public Key<IscsiSession> key() {
        return key(host, number);
    }

    /** Returns the I_T nexus as reservations name it. */
    public String nexus() {
        return initiator + "," + login.isid();
    }

    /** Returns Windows's identifier of it. */
    public String id() {
        return String.format(Locale.ROOT, "ffffd00b%08x-%s%04x", 0x4a3d6010 + number * 0x1000, login.isid(), tsih);
    }

    IscsiSession broken(Duration at) {
        return new IscsiSession(host, number, initiator, login, appliance, tsih, false, at);
    }

    IscsiSession renewed(int newTsih, Duration at) {
        return new IscsiSession(host, number, initiator, login, appliance, newTsih, true, at);
    }

    IscsiSession with(IscsiState.Login newLogin) {
        return new IscsiSession(host, number, initiator, newLogin, appliance, tsih, connected, since);
    }
}
