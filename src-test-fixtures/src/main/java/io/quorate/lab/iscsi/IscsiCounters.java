package io.quorate.lab.iscsi;

import java.util.concurrent.atomic.AtomicLong;

/** What an iSCSI face has seen since it was made. */
public final class IscsiCounters {
    final AtomicLong connections = new AtomicLong();
    final AtomicLong logins = new AtomicLong();
    final AtomicLong refusedLogins = new AtomicLong();
    final AtomicLong commands = new AtomicLong();
    final AtomicLong changes = new AtomicLong();
    final AtomicLong pongs = new AtomicLong();

    /** Returns how many connections were accepted. */
    public long connections() {
        return connections.get();
    }

    /** Returns how many logins succeeded, those of discovery sessions included. */
    public long logins() {
        return logins.get();
    }

    /** Returns how many logins were refused. */
    public long refusedLogins() {
        return refusedLogins.get();
    }

    /** Returns how many SCSI commands arrived, those that a fault kept from executing included. */
    public long commands() {
        return commands.get();
    }

    /** Returns how many SCSI commands were executed that change data, reservations or settings, whether they succeeded or not. */
    public long changes() {
        return changes.get();
    }

    /** Returns how many answers to pings arrived. */
    public long pongs() {
        return pongs.get();
    }
}
