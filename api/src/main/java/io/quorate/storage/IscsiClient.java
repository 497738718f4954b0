package io.quorate.storage;

import io.quorate.Consent;
import io.quorate.engine.Engine;
import java.util.List;
import java.util.Objects;

/**
 * An iSCSI initiator of our own, on this machine: finds out from here what a target really serves. Reads only, unless a method says otherwise.
 */
public final class IscsiClient {
    private final Engine engine;
    private final String endpoint;

    /** Made by {@code Quorate.iscsi(name)}. */
    public IscsiClient(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Asks a portal which targets it names (SendTargets). */
    public List<DiscoveredTarget> discover() {
        throw new UnsupportedOperationException("not built yet: IscsiClient.discover");
    }

    /** Logs in and lists the logical unit numbers (REPORT LUNS). */
    public List<Integer> luns(Iqn target) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.luns");
    }

    /** Logs in and asks a logical unit who it is: INQUIRY, VPD 80 and 83, READ CAPACITY. */
    public LunIdentity identify(Iqn target, int lun) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.identify");
    }

    /** Reads blocks. */
    public byte[] read(Iqn target, int lun, long firstBlock, int blocks) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.read");
    }

    /** Writes blocks. The endpoint must say {@code access=read-write}; the consent names the logical unit's NAA, which is checked in the same session. */
    public void write(Iqn target, int lun, long firstBlock, byte[] data, Consent consent) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.write");
    }

    /** Reads the persistent reservations. */
    public Reservations reservations(Iqn target, int lun) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.reservations");
    }

    /** Proves that a publication is fit for a cluster; see {@link FitnessReport}. Registers two reservation keys of its own for a moment, and only where nobody else has any. */
    public FitnessReport verifyPublication(Publication publication) {
        throw new UnsupportedOperationException("not built yet: IscsiClient.verifyPublication");
    }
}
