package io.quorate.lab.storage;

import io.quorate.Secret;
import io.quorate.lab.kernel.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A storage appliance and its transitions. Operations that change something are called inside a change of the caller and throw
 * {@link ApplianceRefusal} without having changed anything. Reading the data path needs no change.
 *
 * <p>How it behaves comes from clients that are in use (OpenStack Cinder's ns5 driver, the vendor's go-nexentastor), from ZFS, SPC and SBC.
 */
public interface StorageAppliance {

    World world();

    /** Returns its name. */
    String name();

    /** Returns {@code system.guid}. */
    String guid();

    /** Returns the account of its management. */
    String username();

    Secret password();

    // power: cutting it drops every session, loses reservations without APTPL and unit attentions; listeners hear of it
    // after the change

    boolean on();

    void powerOff();

    void powerOn();

    /** Tells whether the iSCSI target service is to run when there is power. */
    boolean targetService();

    /** Stops or starts the iSCSI target service alone. */
    void targetService(boolean runs);

    /** Adds a listener for power, the target service, and every change of what initiators can see. */
    void onChange(Runnable listener);

    // datasets

    List<PoolState> pools();

    /** Returns how many bytes of a pool are used, promises of reservations included. */
    long poolUsed(String pool);

    /** Sets a pool's health: ONLINE, DEGRADED, SUSPENDED, UNAVAIL; with the last two its logical units are not ready. */
    void poolHealth(String pool, String health);

    /** Returns how many bytes of a volume or snapshot take space, shared ones included; 0 for a volume group's snapshot. */
    long referenced(String path);

    List<VolumeGroupState> volumeGroups();

    List<VolumeState> volumes();

    List<SnapshotState> snapshots();

    Optional<VolumeState> volume(String path);

    Optional<SnapshotState> snapshot(String path);

    List<VolumeState> clonesOf(String snapshotPath);

    /** Returns the volumes of a volume group. */
    List<VolumeState> volumesIn(String group);

    /** Returns the snapshots of a volume or of a volume group. */
    List<SnapshotState> snapshotsOf(String dataset);

    void createVolumeGroup(String path, Map<String, String> properties);

    void deleteVolumeGroup(String path);

    /** Creates a volume; {@code blockSize} 0 takes the default of 32768. */
    VolumeState createVolume(String path, long size, long blockSize, boolean sparse, Map<String, String> properties);

    /** Sets size and reservation where given, and other properties; shrinking is refused. */
    VolumeState updateVolume(
            String path, @Nullable Long size, @Nullable Long reservation, Map<String, String> properties);

    /** Deletes a volume: EBUSY while mapped or with snapshots and without {@code snapshots}; EEXIST while a snapshot has clones. */
    void deleteVolume(String path, boolean snapshots);

    void promote(String path);

    void renameVolume(String path, String newPath);

    void rollback(String volumePath, String snapshotName);

    void createSnapshot(String path, boolean recursive);

    void deleteSnapshot(String path, boolean defer, boolean recursive);

    void cloneSnapshot(String path, String targetPath);

    /** Gives a snapshot another name; its clones stay its clones. */
    void renameSnapshot(String path, String newName);

    /** Returns the blocks of a volume; the same object as long as the volume is. */
    BlockStore blocks(String volumePath);

    // what is published

    List<TargetState> targets();

    List<StorageGroupState> groups(StorageGroupState.Kind kind);

    List<InitiatorState> initiators();

    /** Returns the mappings, those not visible yet included. */
    List<MappingState> mappings();

    List<LogicalUnitState> logicalUnits();

    /** Returns a mapping, also if it is not visible yet. */
    Optional<MappingState> mapping(String id);

    /** Returns the mappings of a volume, those not visible yet included. */
    List<MappingState> mappingsOf(String volume);

    /** Returns the logical unit of a volume. */
    Optional<LogicalUnitState> logicalUnitOf(String volume);

    /** Creates a target; a null name has the appliance make one. */
    TargetState createTarget(@Nullable String name, List<String> portals, boolean chap);

    TargetState updateTarget(String name, @Nullable Boolean chap, @Nullable List<String> portals);

    /** Has a target prove itself to initiators that ask for it (mutual CHAP). */
    void mutualChap(String name, String user, Secret secret);

    /** Takes a target's service away or gives it back. */
    void targetOnline(String name, boolean online);

    void deleteTarget(String name);

    void createGroup(StorageGroupState.Kind kind, String name, List<String> members);

    void updateGroup(StorageGroupState.Kind kind, String name, List<String> members);

    void deleteGroup(StorageGroupState.Kind kind, String name);

    void setInitiator(String name, @Nullable String chapUser, @Nullable Secret chapSecret);

    void deleteInitiator(String name);

    /** Maps a volume under the given number, or under the lowest free one for everyone who would see it. */
    MappingState map(String volume, String targetGroup, String hostGroup, @Nullable Integer lun);

    void unmap(String mappingId);

    void updateLogicalUnit(String naa, @Nullable Boolean writeCacheDisabled, @Nullable Boolean writeProtected);

    /** Sets how long creating and removing a mapping lag behind in lists and on the data path; zero by default. */
    void mappingLag(java.time.Duration lag);

    // the data path, the same for the iSCSI face and for simulated Windows hosts

    /** One logical unit as an initiator sees it through a target. */
    record Lun(int number, String naa) {}

    /** Returns what an initiator sees through a target, by number; empty if nothing. */
    List<Lun> luns(String initiator, String target);

    /**
     * Returns the CHAP name and secret that an initiator must prove, its own entry or that of {@code *}; empty if it has none, and then a
     * target with CHAP refuses it.
     */
    Optional<InitiatorState> chapOf(String initiator);

    Optional<LogicalUnitState> logicalUnit(String naa);

    /** Tells whether the pool of a logical unit can do I/O. */
    boolean ready(String naa);

    /** Returns a logical unit's reservations, with none when there are none. */
    ReservationState reservations(String naa);

    /** Puts a logical unit's reservations, inside a change; the caller has decided by SPC-3's rules ({@link Reserving}). */
    void putReservations(ReservationState state);
}
