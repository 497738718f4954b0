package io.quorate.directory;

import io.quorate.call.Order;
import java.util.List;
import java.util.Objects;

/**
 * Something about the directory or a machine's names that is not as it should be.
 *
 * @param kind what it is
 * @param machine the machine it was seen from
 * @param subject what it is about: a partner, an interface, a server, an account
 * @param detail what was seen, with its numbers
 * @param cure orders that mend it, to be looked at and run; empty where no order does
 */
public record DirectoryFinding(Kind kind, String machine, String subject, String detail, List<Order<?>> cure) {

    /** What a finding is. */
    public enum Kind {
        /** It could not be read, so nothing is known: never taken for health. */
        CANNOT_TELL,
        /** The controller pulls from nobody. */
        NO_PARTNER,
        /** The last attempt to pull failed, or attempts have failed since. */
        REPLICATION_FAILS,
        /** The last success is longer ago than it may be. */
        REPLICATION_BEHIND,
        /** The controller has not finished its first synchronisation. */
        NOT_SYNCHRONISED,
        /** The controllers' clocks are further apart than Kerberos bears. */
        CLOCKS_APART,
        /** The machine belongs to no domain, or is none of the controllers it is taken for. */
        NOT_IN_DOMAIN,
        /** No controller answers for the domain from there. */
        NOBODY_ANSWERS,
        /** The machine asks no DNS server. */
        NO_SERVER,
        /** An interface has a single DNS server, so that everything ends with that one. */
        NO_SECOND_SERVER,
        /** The DNS server that is asked first does not answer: every question waits for it. */
        FIRST_SERVER_SILENT,
        /** A further DNS server does not answer. */
        SERVER_SILENT,
        /** A DNS server answers and does not know the domain: it is none of the domain's. */
        FOREIGN_SERVER,
        /** No interface registers the machine's name. */
        NAME_UNREGISTERED,
        /** An interface without a DNS server registers the machine's name, with an address that others may not reach. */
        NAME_ON_SIDE_NETWORK
    }

    public DirectoryFinding {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(machine, "machine");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(detail, "detail");
        cure = List.copyOf(cure);
    }

    @Override
    public String toString() {
        return machine + ": " + kind + " " + subject + ": " + detail;
    }
}
