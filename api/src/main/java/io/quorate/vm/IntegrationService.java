package io.quorate.vm;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** What Hyper-V offers a guest, by the ids that are the same in every language. */
public enum IntegrationService {
    /** Tells the host that the guest lives. */
    HEARTBEAT("84EAAE65-2F2E-45F5-9BB5-0E857DC8EB47"),
    /** Has the guest shut down. */
    SHUTDOWN("9F8233AC-BE49-4C79-8EE3-E7E1985B2077"),
    /** Tells the guest's addresses and versions, and the guest the host's. */
    KEY_VALUE_PAIRS("2A34B1C2-FD73-4043-8A5B-DD2159BC743F"),
    /** Sets the guest's clock by the host's. */
    TIME("2497F4DE-E9FA-4204-80E4-4B75C46419C0"),
    /** Has the guest hold still for a checkpoint or a backup. */
    SNAPSHOTS("5CED1297-4598-4915-A5FC-AD21BB4D02A4"),
    /** Copies files into the guest; off unless somebody switches it on. */
    GUEST_FILES("6C09BB55-D683-4DA0-8931-C9BF705F6480");

    private final UUID id;

    IntegrationService(String id) {
        this.id = UUID.fromString(id);
    }

    /** Returns its id. */
    public UUID id() {
        return id;
    }

    /** Finds the one whose id a component's id ends with; empty for one that Quorate does not know. */
    public static Optional<IntegrationService> of(String componentId) {
        String lower = componentId.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(one -> lower.endsWith(one.id.toString()))
                .findFirst();
    }
}
