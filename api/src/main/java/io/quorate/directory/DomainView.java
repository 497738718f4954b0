package io.quorate.directory;

import java.util.Objects;

/**
 * A machine's place in its domain, and who answers for the domain there.
 *
 * @param host the machine
 * @param domain the domain's DNS name, or the workgroup's
 * @param role what it is: {@code Win32_ComputerSystem.DomainRole}
 * @param controller the domain controller it holds to now, without backslashes; empty if none answers or Windows does not tell
 * @param address that one's address; empty likewise
 * @param site the site the machine belongs to; empty likewise
 */
public record DomainView(String host, String domain, int role, String controller, String address, String site) {
    private static final int MEMBER_WORKSTATION = 1;
    private static final int MEMBER_SERVER = 3;
    private static final int FURTHER_CONTROLLER = 4;
    private static final int FIRST_CONTROLLER = 5;

    public DomainView {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(domain, "domain");
        Objects.requireNonNull(controller, "controller");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(site, "site");
    }

    /** Tells whether it belongs to a domain. */
    public boolean isMember() {
        return role == MEMBER_WORKSTATION || role == MEMBER_SERVER || isController();
    }

    /** Tells whether it is a domain controller. */
    public boolean isController() {
        return role == FURTHER_CONTROLLER || role == FIRST_CONTROLLER;
    }
}
