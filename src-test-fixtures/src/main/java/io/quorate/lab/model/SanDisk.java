package io.quorate.lab.model;

import io.quorate.lab.kernel.Key;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A logical unit of an appliance as one host's Windows sees it. What is on it is not here: it is read from the unit's blocks.
 *
 * @param host computer name
 * @param naa the unit's identity, upper case
 * @param appliance the appliance's name
 * @param session number of the session it was found through
 * @param copy 0, or more for a further path that no multipath software joins with the first
 * @param number disk number on this host; new with every arrival
 * @param size bytes, as of the last look
 * @param offline whether Windows leaves it alone
 * @param readOnly whether Windows refuses to write
 * @param present whether the device is there
 * @param lostAt when its path broke, while requests are held; null while it has one
 */
public record SanDisk(
        String host,
        String naa,
        String appliance,
        int session,
        int copy,
        int number,
        long size,
        boolean offline,
        boolean readOnly,
        boolean present,
        @Nullable Duration lostAt) {

    /** Returns the entity's key. */
    public static Key<SanDisk> key(String host, String naa, int copy) {
        return new Key<>(SanDisk.class, "host/" + host + "/disk/" + naa + "/" + copy);
    }

    /** Returns this disk's key. */
    public Key<SanDisk> key() {
        return key(host, naa, copy);
    }

    SanDisk withOffline(boolean value) {
        return new SanDisk(host, naa, appliance, session, copy, number, size, value, readOnly, present, lostAt);
    }

    SanDisk withReadOnly(boolean value) {
        return new SanDisk(host, naa, appliance, session, copy, number, size, offline, value, present, lostAt);
    }

    SanDisk arrived(int through, int newNumber, long newSize) {
        return new SanDisk(host, naa, appliance, through, copy, newNumber, newSize, offline, readOnly, true, null);
    }

    SanDisk lost(Duration at) {
        return new SanDisk(host, naa, appliance, session, copy, number, size, offline, readOnly, present, at);
    }

    SanDisk gone() {
        return new SanDisk(host, naa, appliance, session, copy, number, size, offline, readOnly, false, null);
    }
}
