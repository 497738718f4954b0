package io.quorate.lab.model;

import io.quorate.Secret;
import io.quorate.lab.kernel.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A host's iSCSI initiator: the service MSiSCSI and what it keeps on the host's own disk.
 *
 * @param host computer name
 * @param running whether the service runs
 * @param startType 2 Automatic, 3 Manual, 4 Disabled
 * @param name the initiator's name; null until the service ran for the first time
 * @param portals where it discovers targets
 * @param known names of the targets it discovered
 * @param logins the log-ins it repeats after a restart
 * @param mutualSecret the secret targets must prove; hidden in texts
 * @param newDiskPolicy MSFT_StorageSetting.NewDiskPolicy
 * @param sessions how many sessions it ever had; numbers the next
 */
public record IscsiState(
        String host,
        boolean running,
        int startType,
        @Nullable String name,
        List<Portal> portals,
        List<String> known,
        List<Login> logins,
        @Nullable Secret mutualSecret,
        int newDiskPolicy,
        int sessions) {
    public static final int AUTOMATIC = 2;
    public static final int MANUAL = 3;

    /** New disks on a bus that can be shared stay offline. */
    public static final int OFFLINE_SHARED = 2;

    /**
     * A target portal.
     *
     * @param address address
     * @param port TCP port
     * @param initiatorAddress the host's own address it is bound to, or null
     */
    public record Portal(String address, int port, @Nullable String initiatorAddress) {}

    /** What MSFT_iSCSISession calls the authentication type. */
    public enum Authentication {
        NONE,
        ONEWAYCHAP,
        MUTUALCHAP
    }

    /**
     * How to log in.
     *
     * @param target the target's name
     * @param portal through which portal
     * @param authentication how to prove oneself
     * @param chapUser CHAP name; null stands for the initiator's name
     * @param chapSecret CHAP secret; hidden in texts
     * @param multipath whether further sessions to the target are allowed
     * @param isid the initiator's part of the session's identity, 12 hexadecimal digits; stays when the session is renewed
     */
    public record Login(
            String target,
            Portal portal,
            Authentication authentication,
            @Nullable String chapUser,
            @Nullable Secret chapSecret,
            boolean multipath,
            String isid) {
        Login withSecret(@Nullable String user, @Nullable Secret secret, boolean paths) {
            return new Login(target, portal, authentication, user, secret, paths, isid);
        }
    }

    public IscsiState {
        portals = List.copyOf(portals);
        known = List.copyOf(known);
        logins = List.copyOf(logins);
    }

    static IscsiState fresh(String host) {
        return new IscsiState(host, false, MANUAL, null, List.of(), List.of(), List.of(), null, OFFLINE_SHARED, 0);
    }

    /** Returns the entity's key. */
    public static Key<IscsiState> key(String host) {
        return new Key<>(IscsiState.class, "host/" + host + "/iscsi");
    }

    IscsiState withRunning(boolean runs, @Nullable String initiator) {
        return new IscsiState(
                host, runs, startType, initiator, portals, known, logins, mutualSecret, newDiskPolicy, sessions);
    }

    IscsiState withStartType(int type) {
        return new IscsiState(host, running, type, name, portals, known, logins, mutualSecret, newDiskPolicy, sessions);
    }

    IscsiState withPortals(List<Portal> value) {
        return new IscsiState(
                host, running, startType, name, value, known, logins, mutualSecret, newDiskPolicy, sessions);
    }

    IscsiState withKnown(List<String> value) {
        return new IscsiState(
                host, running, startType, name, portals, value, logins, mutualSecret, newDiskPolicy, sessions);
    }

    IscsiState withLogin(Login login) {
        List<Login> more = new ArrayList<>(logins);
        more.removeIf(l -> l.isid().equals(login.isid()));
        more.add(login);
        return withLogins(more);
    }

    IscsiState withoutLogin(String isid) {
        List<Login> fewer = new ArrayList<>(logins);
        fewer.removeIf(l -> l.isid().equals(isid));
        return withLogins(fewer);
    }

    private IscsiState withLogins(List<Login> value) {
        return new IscsiState(
                host, running, startType, name, portals, known, value, mutualSecret, newDiskPolicy, sessions);
    }

    IscsiState withMutualSecret(@Nullable Secret secret) {
        return new IscsiState(host, running, startType, name, portals, known, logins, secret, newDiskPolicy, sessions);
    }

    IscsiState withPolicy(int policy) {
        return new IscsiState(host, running, startType, name, portals, known, logins, mutualSecret, policy, sessions);
    }

    IscsiState withSession() {
        return new IscsiState(
                host, running, startType, name, portals, known, logins, mutualSecret, newDiskPolicy, sessions + 1);
    }
}
