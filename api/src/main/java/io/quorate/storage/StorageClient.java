package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Set;

/**
 * A storage appliance: pools, volumes, snapshots, and what it publishes over iSCSI. Immutable and thread-safe; navigation does no I/O.
 */
public final class StorageClient {
    private final Engine engine;
    private final String endpoint;

    /** Made by the entry. */
    public StorageClient(Engine engine, String endpoint) {
        this.engine = Objects.requireNonNull(engine, "engine");
        this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
    }

    /** Leads to the pools. */
    public StoragePools pools() {
        return new StoragePools(engine, endpoint);
    }

    /** Leads to the volume groups. */
    public VolumeGroups volumeGroups() {
        return new VolumeGroups(engine, endpoint);
    }

    /** Leads to the volumes. */
    public Volumes volumes() {
        return new Volumes(engine, endpoint);
    }

    /** Leads to the snapshots. */
    public Snapshots snapshots() {
        return new Snapshots(engine, endpoint);
    }

    /** Leads to the iSCSI targets. */
    public IscsiTargets targets() {
        return new IscsiTargets(engine, endpoint);
    }

    /** Leads to the target groups. */
    public TargetGroups targetGroups() {
        return new TargetGroups(engine, endpoint);
    }

    /** Leads to the host groups. */
    public HostGroups hostGroups() {
        return new HostGroups(engine, endpoint);
    }

    /** Leads to the initiators that the appliance knows. */
    public RemoteInitiators initiators() {
        return new RemoteInitiators(engine, endpoint);
    }

    /** Leads to the LUN mappings. */
    public LunMappings mappings() {
        return new LunMappings(engine, endpoint);
    }

    /** Leads to the publications: volume, target, groups and mapping together. */
    public Publications publications() {
        return new Publications(engine, endpoint);
    }

    /** Tells what this backend can do. No I/O. */
    public Set<StorageCapability> capabilities() {
        throw new UnsupportedOperationException("not built yet: StorageClient.capabilities");
    }

    /** Reads the appliance's id and version. Changes nothing. */
    public Appliance get() {
        throw new UnsupportedOperationException("not built yet: StorageClient.get");
    }
}
