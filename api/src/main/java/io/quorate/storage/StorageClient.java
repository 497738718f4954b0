package io.quorate.storage;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.storage.command.GetAppliance;
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
    private final Calls calls;

    /** Made by {@code Quorate.storage(name)}. */
    public StorageClient(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Leads to the pools. */
    public StoragePools pools() {
        return new StoragePools(calls);
    }

    /** Leads to the volume groups. */
    public VolumeGroups volumeGroups() {
        return new VolumeGroups(calls);
    }

    /** Leads to the volumes. */
    public Volumes volumes() {
        return new Volumes(calls);
    }

    /** Leads to the snapshots. */
    public Snapshots snapshots() {
        return new Snapshots(calls);
    }

    /** Leads to the iSCSI targets. */
    public IscsiTargets targets() {
        return new IscsiTargets(calls);
    }

    /** Leads to the target groups. */
    public TargetGroups targetGroups() {
        return new TargetGroups(calls);
    }

    /** Leads to the host groups. */
    public HostGroups hostGroups() {
        return new HostGroups(calls);
    }

    /** Leads to the initiators that the appliance knows. */
    public RemoteInitiators initiators() {
        return new RemoteInitiators(calls);
    }

    /** Leads to the LUN mappings. */
    public LunMappings mappings() {
        return new LunMappings(calls);
    }

    /** Leads to the publications: volume, target, groups and mapping together. */
    public Publications publications() {
        return new Publications(calls);
    }

    /** Tells what this backend can do. No I/O. */
    public Set<StorageCapability> capabilities() {
        return calls.capabilities(StorageCapability.class);
    }

    /** Reads the appliance's id and version. Changes nothing; one request. */
    public Appliance get() {
        return calls.run(new GetAppliance());
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
