package io.quorate.iscsi;

import io.quorate.Credentials;
import io.quorate.Endpoint;
import io.quorate.Secret;
import io.quorate.san.Iqn;
import io.quorate.san.Portal;
import io.quorate.spi.net.Logins;
import io.quorate.spi.net.Options;
import java.net.URI;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says about iSCSI. Prints no secret.
 *
 * @param portals the endpoint's hosts and where they listen
 * @param chap name and secrets; null logs in without
 * @param name our initiator name
 * @param secondName the name of the second initiator that the test of reservations plays
 * @param headerDigest whether to ask for CRC32C over headers
 * @param dataDigest whether to ask for CRC32C over data
 * @param writable whether anything that writes or reserves may be sent
 * @param initiator the name of the implementation
 */
record IscsiOptions(
        Map<String, Portal> portals,
        Credentials.@Nullable Chap chap,
        Iqn name,
        Iqn secondName,
        boolean headerDigest,
        boolean dataDigest,
        boolean writable,
        String initiator) {
    static final String NAME = "name";
    static final String SECOND_NAME = "secondName";
    static final String DIGESTS = "digests";
    static final String ACCESS = "access";
    static final String INITIATOR = "initiator";

    /** Our own initiator. */
    static final String OWN = "quorate";

    static final String READ_WRITE = "read-write";
    private static final String READ_ONLY = "read-only";

    private static final int SHORTEST_SECRET = 12;

    /** The same on every machine, so that a host group is prepared once; sessions are told apart by their ISID. */
    private static final String DEFAULT_NAME = "iqn.2026-11.io.quorate:initiator";

    private static final Set<String> KNOWN = Set.of(NAME, SECOND_NAME, DIGESTS, ACCESS, INITIATOR);

    /**
     * Reads them.
     *
     * @throws IllegalArgumentException if one is unusable or unknown: a misspelt one would be missed without a word
     */
    static IscsiOptions of(Endpoint endpoint) {
        Options options = Options.of(endpoint, KNOWN);
        Iqn name = Iqn.of(options.text(NAME, DEFAULT_NAME));
        Iqn second = Iqn.of(options.text(SECOND_NAME, name + "-2"));
        if (name.equals(second)) {
            throw new IllegalArgumentException(SECOND_NAME + " is another name than " + NAME + ": " + name);
        }
        String digests = options.word(DIGESTS, "none", Set.of("none", "header", "data", "both"));
        return new IscsiOptions(
                portals(endpoint),
                chap(endpoint),
                name,
                second,
                digests.equals("header") || digests.equals("both"),
                digests.equals("data") || digests.equals("both"),
                options.word(ACCESS, READ_ONLY, Set.of(READ_ONLY, READ_WRITE)).equals(READ_WRITE),
                options.text(INITIATOR, OWN));
    }

    private static Map<String, Portal> portals(Endpoint endpoint) {
        Map<String, Portal> portals = new LinkedHashMap<>();
        for (Map.Entry<String, URI> host : endpoint.hosts().entrySet()) {
            URI address = host.getValue();
            String name = address.getHost();
            if (address.getRawAuthority() != null && address.getRawAuthority().contains("@")) {
                throw new IllegalArgumentException("the address of portal " + host.getKey()
                        + " holds credentials; give them to the endpoint as Credentials.chap(..)");
            }
            if (name == null) {
                throw new IllegalArgumentException("the address of portal " + host.getKey() + " names no host");
            }
            String bare = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
            portals.put(
                    host.getKey(), Portal.of(bare, address.getPort() < 0 ? Portal.DEFAULT_PORT : address.getPort()));
        }
        return portals;
    }

    private static Credentials.@Nullable Chap chap(Endpoint endpoint) {
        Credentials.Chap chap = Logins.chap(endpoint);
        if (chap == null) {
            return null;
        }
        checkLength(endpoint, chap.secret());
        if (chap.targetSecret() != null) {
            checkLength(endpoint, chap.targetSecret());
            char[] ours = Logins.reveal(chap.secret());
            char[] theirs = Logins.reveal(chap.targetSecret());
            boolean same = Arrays.equals(ours, theirs);
            Arrays.fill(ours, '\0');
            Arrays.fill(theirs, '\0');
            if (same) {
                throw new IllegalArgumentException(
                        "endpoint " + endpoint.name() + ": mutual CHAP needs two different secrets (RFC 7143 12.1.3)");
            }
        }
        return chap;
    }

    private static void checkLength(Endpoint endpoint, Secret secret) {
        if (!secret.known()) {
            return;
        }
        char[] chars = secret.reveal();
        Arrays.fill(chars, '\0');
        if (chars.length < SHORTEST_SECRET) {
            throw new IllegalArgumentException("endpoint " + endpoint.name() + ": a CHAP secret has at least "
                    + SHORTEST_SECRET + " characters (RFC 7143 12.1.3)");
        }
    }

    /** Makes a login of our first name with everything else as the endpoint says; it may not write. */
    InitiatorLogin login(Portal portal, @Nullable Iqn target, int lun) {
        return login(portal, name, target, lun, chap, false);
    }

    /** Makes a login of one of our names, with or without CHAP. */
    InitiatorLogin login(
            Portal portal, Iqn as, @Nullable Iqn target, int lun, Credentials.@Nullable Chap with, boolean writes) {
        if (with != null) {
            Arrays.fill(Logins.reveal(with.secret()), '\0'); // refused here, before any initiator connects
        }
        return new InitiatorLogin(portal, as, target, with, headerDigest, dataDigest, lun, writes);
    }
}
