package io.quorate.storage;

import io.quorate.engine.Engine;
import java.util.Objects;
import java.util.Set;

/**
 * A storage appliance: pools, volumes, snapshots, and what it publishes over iSCSI. Today that is NexentaStor 5, an endpoint
 * {@code nexenta://nas1.example.com} with {@link io.quorate.Credentials#basic user name and password}.
 *
 * <p>Commands need the rights of an administrator of the appliance. A call takes two minutes at most unless its method says otherwise.
 * Reading may always be repeated. Every method throws a {@link io.quorate.error.QuorateException}: unreachable, untrusted, access
 * denied, rejected (an expired licence, for example), busy, deadline exceeded, bad reply; what else to expect stands with the method.
 * {@code OutcomeUnknownException} is only thrown where the method says so.
 *
 * <p>What a method knows of the appliance's ways comes from clients that are in use (OpenStack Cinder, the vendor's Go client), not
 * from an appliance. Immutable and thread-safe; navigation does no I/O.
 */
public final class StorageClient {
    private final Engine engine;
    private final String endpoint;

    /** Made by {@code Quorate.storage(name)}. */
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
        return engine.capabilities(endpoint, StorageCapability.class);
    }

    /** Reads the appliance's id and version. Changes nothing; one request. */
    public Appliance get() {
        return engine.run(endpoint, new GetAppliance());
    }
}
